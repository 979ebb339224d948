#include <opportune/c/opportune.h>

int main(void) { return OPP_ABI_VERSION > 0 ? 0 : 1; }
