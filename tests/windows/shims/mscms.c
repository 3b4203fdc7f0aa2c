/* For tests under Wine 8 alone, and never in a build: Windows has its own mscms.dll, and Wine's lacks what Qt asks of it.
   Every answer is “no colour profile”, as on a screen without one. */
#include <stddef.h>
#include <stdint.h>

#define API __declspec(dllexport)

API int GetColorProfileFromHandle(void *profile, uint8_t *bytes, uint32_t *size) { return 0; }
API int CloseColorProfile(void *profile) { return 1; }
API void *WcsCreateIccProfile(void *profile, uint32_t options) { return NULL; }
API void *OpenColorProfileW(void *profile, uint32_t access, uint32_t share, uint32_t create) { return NULL; }
