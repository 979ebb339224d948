// The activity table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// Something that sales or marketing does with an account.
struct Activity {
  std::string id;
  std::string name;
  std::string kind;
  std::string channel;
  std::string campaign;
  std::string account;
  std::string market;
  std::string opportunity;
  std::string lead;
  std::string material;
  std::string status;
  Date start;
  Date end;
  std::string owner;
  std::string goal;
  std::string attributes;
};

template <>
struct Schema<Activity> {
  static constexpr std::string_view table = "activity";
  using Fields = FieldList<
      Field<"id", &Activity::id, Key>, Field<"name", &Activity::name, Text<>>,
      Field<"kind", &Activity::kind, Symbol<Need::required>>,
      Field<"channel", &Activity::channel, Choice<Need::required, "sales", "marketing">>,
      Field<"campaign", &Activity::campaign, Ref<Campaign>>,
      Field<"account", &Activity::account, Ref<Account, Need::required>>,
      Field<"market", &Activity::market, Ref<Market>>,
      Field<"opportunity", &Activity::opportunity, Ref<Opportunity>>,
      Field<"lead", &Activity::lead, Ref<Lead>>, Field<"material", &Activity::material, Symbol<>>,
      Field<"status", &Activity::status,
            Choice<Need::required, "planned", "active", "paused", "done", "cancelled">>,
      Field<"start", &Activity::start, DateField<>>, Field<"end", &Activity::end, DateField<>>,
      Field<"owner", &Activity::owner, Ref<Person>>, Field<"goal", &Activity::goal, Ref<Goal>>,
      Field<"attributes", &Activity::attributes, Json>>;
};

}  // namespace opportune
