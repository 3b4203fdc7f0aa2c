/* Says to Windows Installer whether the desk is open on this computer, in whoever's session: made into a library of the
   MSI by installer/msi.py. It needs no C runtime. */
#include <windows.h>
#include <msi.h>
#include <msiquery.h>

#define WORDS \
    L"Commissioning Desk is open on this computer, for you or for somebody else who is signed in. Close it, then start " \
    L"this again."

BOOL WINAPI start(HINSTANCE module, DWORD reason, void *reserved) { return TRUE; }

static BOOL is_running(void)
{
    HANDLE name = OpenMutexW(SYNCHRONIZE, FALSE, L"Global\\CommissioningDesk");
    if (name)
        CloseHandle(name);
    /* one that may not be looked at is somebody else's */
    return name || GetLastError() == ERROR_ACCESS_DENIED;
}

/* Windows Installer knows of a custom action only success, failure and “cancelled”, and msiexec ends with 1603 for a
   failure, whatever was meant. The words go into the log, and into a box where boxes are shown. */
__declspec(dllexport) UINT WINAPI HoldClosed(MSIHANDLE install)
{
    if (!is_running())
        return ERROR_SUCCESS;
    MSIHANDLE told = MsiCreateRecord(0);
    MsiRecordSetStringW(told, 0, WORDS);
    MsiProcessMessage(install, INSTALLMESSAGE_ERROR | MB_ICONEXCLAMATION, told);
    MsiCloseHandle(told);
    return ERROR_INSTALL_FAILURE;
}
