"""A Salesforce export: a folder of CSV files, one per object.

Read are Account, Opportunity, OpportunityHistory, OpportunityLineItem, Product2, PricebookEntry,
Lead, Task, Event, User, Manager and Quota, as far as they are there, with the columns of the API
(`Id`, `AccountId`, ...) or of an export by external ids (`External_Id__c`,
`Account.External_Id__c`, ...).
"""

from .reading import read

__all__ = ["read"]
