/* For tests under Wine 8 alone, and never in a build: Windows 10 has its own icuuc.dll, which Qt loads by name.
   Each function says U_UNSUPPORTED_ERROR or nothing, whereupon Qt converts text by its own code. */
#include <stddef.h>
#include <stdint.h>

#define API __declspec(dllexport)
#define UNSUPPORTED 16

typedef int32_t ErrorCode;

API void *ucnv_open(const char *name, ErrorCode *error) { *error = UNSUPPORTED; return NULL; }
API void ucnv_close(void *converter) { }
API void ucnv_reset(void *converter) { }
API int8_t ucnv_getMaxCharSize(const void *converter) { return 0; }
API const char *ucnv_getName(const void *converter, ErrorCode *error) { *error = UNSUPPORTED; return NULL; }
API const char *ucnv_getStandardName(const char *name, const char *standard, ErrorCode *error) {
    *error = UNSUPPORTED;
    return NULL;
}
API int32_t ucnv_countAvailable(void) { return 0; }
API const char *ucnv_getAvailableName(int32_t at) { return NULL; }
API void ucnv_getToUCallBack(const void *converter, void **action, const void **context) { *action = NULL; }
API void ucnv_getFromUCallBack(const void *converter, void **action, const void **context) { *action = NULL; }
API void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **before, const void **was,
                             ErrorCode *error) { *error = UNSUPPORTED; }
API void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **before, const void **was,
                               ErrorCode *error) { *error = UNSUPPORTED; }
API void ucnv_cbToUWriteUChars(void *arguments, const void *text, int32_t length, int32_t offset, ErrorCode *error) {
    *error = UNSUPPORTED;
}
API void ucnv_cbFromUWriteUChars(void *arguments, const void **text, const void *end, int32_t offset,
                                 ErrorCode *error) { *error = UNSUPPORTED; }
API void ucnv_toUnicode(void *converter, void **to, const void *to_end, const char **from, const char *from_end,
                        int32_t *offsets, int8_t flush, ErrorCode *error) { *error = UNSUPPORTED; }
API void ucnv_fromUnicode(void *converter, char **to, const char *to_end, const void **from, const void *from_end,
                          int32_t *offsets, int8_t flush, ErrorCode *error) { *error = UNSUPPORTED; }
API int32_t ucnv_toUCountPending(const void *converter, ErrorCode *error) { *error = UNSUPPORTED; return 0; }
API int32_t ucnv_fromUCountPending(const void *converter, ErrorCode *error) { *error = UNSUPPORTED; return 0; }
API void UCNV_FROM_U_CALLBACK_SUBSTITUTE(const void *context, void *arguments, const void *units, int32_t length,
                                         int32_t point, int reason, ErrorCode *error) { *error = UNSUPPORTED; }
API void UCNV_TO_U_CALLBACK_SUBSTITUTE(const void *context, void *arguments, const char *units, int32_t length,
                                       int reason, ErrorCode *error) { *error = UNSUPPORTED; }
