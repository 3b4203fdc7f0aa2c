; The installer of Commissioning Desk for one person, made by installer/setup.py.
;
; setup.exe [/S] [/SHAREPATH=PLACE] [/UPDATEPATH=FOLDER] [/D=FOLDER]     /D= comes last, and without quotation marks
; uninstall.exe [/S] [_?=FOLDER]                                         with _?= it is waited for
;
; Ends with 0 when all is done, 1 when it was cancelled, 2 when a file could not be written or taken away, 112 when the
; disk is full, 1150 on a Windows that is too old, 1618 when the desk is running, 1625 when it must be done by the MSI.

Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include "${WORK}/files.nsh"

!define NAME "Commissioning Desk"
!define DESK "commissioning-desk.exe"
!define CLI "commissioning-desk-cli.exe"
!define OWN_KEY "Software\CommissioningDesk"
!define LISTED_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define TYPE "CommissioningDesk.Office"
!define TYPE_KEY "Software\Classes\${TYPE}"
!define ENDING_KEY "Software\Classes\.opcc"
!define RUNNING "${NAME} is open on this computer, for you or for somebody else who is signed in. Close it first."
!define OLDEST_BUILD 17763
!define /math MEGABYTES ${KILOBYTES} / 1000

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${OWN_KEY}" "InstallFolder"
; a file that cannot be written is never passed over
AllowSkipFiles off
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"
SetFont "Segoe UI" 9

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "CompanyName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} for one person"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence; Qt under the LGPL-3.0. See THIRD-PARTY-NOTICES.md"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"

!define MUI_ICON "${WINDOWS}/desk.ico"
!define MUI_UNICON "${WINDOWS}/desk.ico"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "${NAME} is not installed yet. Stop all the same?"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_RIGHT
!define MUI_HEADERIMAGE_BITMAP "${WORK}/header.bmp"
!define MUI_HEADERIMAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_HEADERIMAGE_UNBITMAP "${WORK}/header.bmp"
!define MUI_HEADERIMAGE_UNBITMAP_STRETCH AspectFitHeight
!define MUI_WELCOMEFINISHPAGE_BITMAP "${WORK}/side.bmp"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight

!define MUI_PAGE_HEADER_TEXT "Where to install it"
!define MUI_PAGE_HEADER_SUBTEXT "For you alone; no administrator is needed."
!define MUI_DIRECTORYPAGE_TEXT_TOP "${NAME} ${VERSION} comes into this folder. If an earlier version is installed, this one takes its place; your settings and the office file stay as they are."
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "Folder"
!insertmacro MUI_PAGE_DIRECTORY

!define MUI_PAGE_HEADER_TEXT "Installing"
!define MUI_PAGE_HEADER_SUBTEXT "This takes less than a minute."
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Installed"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "${NAME} ${VERSION} is ready."
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Not installed"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Nothing of this version was left behind."
!insertmacro MUI_PAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "${NAME} is installed"
!define MUI_FINISHPAGE_TEXT "You find it in the Start menu, and office files (.opcc) open in it by a double click."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${DESK}"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${NAME}"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "Remove ${NAME}"
!define MUI_PAGE_HEADER_SUBTEXT "The office file and your settings stay."
!define MUI_UNCONFIRMPAGE_TEXT_TOP "The program is taken away from this folder. Office files, their backups and documents, drafts and settings are not touched."
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "Folder"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_TEXT "Removing"
!define MUI_PAGE_HEADER_SUBTEXT "This takes a few seconds."
!define MUI_UNINSTFILESPAGE_FINISHHEADER_TEXT "Removed"
!define MUI_UNINSTFILESPAGE_FINISHHEADER_SUBTEXT "${NAME} is no longer installed."
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"

; Says why nothing is done, also to the console it was started from, and ends with the code.
!macro Stop words code
  System::Call 'kernel32::AttachConsole(i -1)'
  System::Call 'kernel32::GetStdHandle(i -11) p .r9'
  FileWrite $9 "${words}$\r$\n"
  MessageBox MB_OK|MB_ICONEXCLAMATION "${words}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Nothing of a program in use is replaced or removed. Where its name may not be looked at, it is somebody else's.
!macro HoldClosed un
  Function ${un}HoldClosed
    again:
    StrCpy $1 ""
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "Global\CommissioningDesk") p .r0 ?e'
    Pop $2
    ${If} $0 P<> 0
      System::Call 'kernel32::CloseHandle(p r0)'
      StrCpy $1 "running"
    ${ElseIf} $2 = 5
      StrCpy $1 "running"
    ${EndIf}
    !insertmacro HoldUnused "$INSTDIR\${DESK}"
    !insertmacro HoldUnused "$INSTDIR\${CLI}"
    ${If} $1 == ""
      Return
    ${EndIf}
    ${IfNot} ${Silent}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${RUNNING}" IDRETRY again
      SetErrorLevel 1618
      Quit
    ${EndIf}
    !insertmacro Stop "${RUNNING}" 1618
  FunctionEnd
!macroend

; A program that runs without its name being seen is known by its file, which nobody may write to.
!macro HoldUnused file
  ${If} ${FileExists} "${file}"
    ClearErrors
    FileOpen $0 "${file}" a
    ${If} ${Errors}
      StrCpy $1 "running"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!insertmacro HoldClosed ""
!insertmacro HoldClosed "un."

Function .onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $0 HKLM "Software\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 != ""
  ${AndIf} $0 < ${OLDEST_BUILD}
    !insertmacro Stop "${NAME} needs Windows 10 of autumn 2018 (version 1809) or later." 1150
  ${EndIf}
  ; the system's own account, by which IT installs for everybody
  StrLen $0 $WINDIR
  StrCpy $1 $LOCALAPPDATA $0
  ${If} $1 == $WINDIR
    !insertmacro Stop "This installs ${NAME} for one person. For the whole computer, take commissioning-desk-${VERSION}-machine.msi." 1625
  ${EndIf}
  Call HoldClosed
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  Call un.HoldClosed
FunctionEnd

; What the disk still has to hold, looked at where no page of the wizard does it.
Function HoldRoom
  ${GetRoot} $INSTDIR $0
  ClearErrors
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 < ${MEGABYTES}
    !insertmacro Stop "The disk $0 is too full: ${NAME} needs ${MEGABYTES} MB, and $1 MB are free." 112
  ${EndIf}
FunctionEnd

; The earlier version takes itself away by its own list, so that no file of it stays; what was set stays.
Function RemoveEarlier
  ReadRegStr $0 HKCU "${OWN_KEY}" "InstallFolder"
  ${If} $0 == ""
  ${OrIfNot} ${FileExists} "$0\uninstall.exe"
    Return
  ${EndIf}
  ClearErrors
  ExecWait '"$0\uninstall.exe" /S /KEEP _?=$0' $1
  ${If} ${Errors}
    StrCpy $1 2
  ${EndIf}
  ${If} $1 = 1618
    !insertmacro Stop "${RUNNING}" 1618
  ${ElseIf} $1 <> 0
    !insertmacro Stop "The earlier version in $0 could not be taken away. Remove it under Apps in Windows' settings, then start this again." 2
  ${EndIf}
  Delete "$0\uninstall.exe"
  RMDir "$0"
FunctionEnd

; The value of a switch such as /SHAREPATH= in $0, or errors where it was not given. It is read as it is typed in cmd,
; /SHAREPATH="A place", and as PowerShell and deployment tools hand it on, "/SHAREPATH=A place".
Function Given
  Exch $1
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 $1 $0
  ${If} ${Errors}
    StrLen $2 $1
    System::Call 'kernel32::GetCommandLineW() p .r3'
    System::Call 'shell32::CommandLineToArgvW(p r3, *i .r4) p .r3'
    ${For} $5 1 $4
      ${If} $5 = $4
        SetErrors
        ${Break}
      ${EndIf}
      IntOp $6 $5 * 8
      IntPtrOp $6 $3 + $6
      System::Call '*$6(w .r7)'
      StrCpy $8 $7 $2
      ${If} $8 == $1
        StrCpy $0 $7 "" $2
        ClearErrors
        ${Break}
      ${EndIf}
    ${Next}
    System::Call 'kernel32::LocalFree(p r3)'
  ${EndIf}
  Pop $1
FunctionEnd

; Keeps what was given in a switch; without the switch, what was kept before.
!macro Keep switch value
  Push "/${switch}="
  Call Given
  ${IfNot} ${Errors}
    ${If} $0 == ""
      DeleteRegValue HKCU "${OWN_KEY}" "${value}"
    ${Else}
      WriteRegStr HKCU "${OWN_KEY}" "${value}" $0
    ${EndIf}
  ${EndIf}
!macroend

Section
  Call HoldClosed
  Call HoldRoom
  Call RemoveEarlier
  SetDateSave on
  !insertmacro PutFiles
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${DESK}" "" "$INSTDIR\${DESK}" 0 SW_SHOWNORMAL "" "Budgets, grants and contracts of the commissioning team"

  WriteRegStr HKCU "${OWN_KEY}" "InstallFolder" "$INSTDIR"
  WriteRegStr HKCU "${OWN_KEY}" "Version" "${VERSION}"
  !insertmacro Keep "SHAREPATH" "SharePath"
  !insertmacro Keep "UPDATEPATH" "UpdatePath"

  WriteRegStr HKCU "${PATHS_KEY}\${DESK}" "" "$INSTDIR\${DESK}"
  WriteRegStr HKCU "${PATHS_KEY}\${CLI}" "" "$INSTDIR\${CLI}"
  WriteRegStr HKCU "${TYPE_KEY}" "" "Office file"
  WriteRegStr HKCU "${TYPE_KEY}\DefaultIcon" "" "$INSTDIR\opcc.ico"
  WriteRegStr HKCU "${TYPE_KEY}\shell\open\command" "" '"$INSTDIR\${DESK}" "%1"'
  WriteRegStr HKCU "${ENDING_KEY}" "" "${TYPE}"
  WriteRegNone HKCU "${ENDING_KEY}\OpenWithProgids" "${TYPE}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ; last, as by this it counts as installed
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayIcon" "$INSTDIR\${DESK}"
  WriteRegStr HKCU "${LISTED_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${LISTED_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  WriteRegDWORD HKCU "${LISTED_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${LISTED_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED_KEY}" "NoRepair" 1
SectionEnd

; Takes away what was written of a version that could not be written whole.
Function .onInstFailed
  !insertmacro RemoveFiles
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${LISTED_KEY}"
  System::Call 'kernel32::AttachConsole(i -1)'
  System::Call 'kernel32::GetStdHandle(i -11) p .r9'
  FileWrite $9 "A file could not be written, so ${NAME} is not installed.$\r$\n"
FunctionEnd

Section Uninstall
  Call un.HoldClosed
  SetOutPath "$TEMP"
  !insertmacro RemoveFiles
  ${If} ${FileExists} "$INSTDIR\${DESK}"
    !insertmacro Stop "Files of ${NAME} in $INSTDIR could not be taken away. Are they in use?" 2
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/KEEP" $0
  ${IfNot} ${Errors}
    ; a newer version takes this one's place, and everything else over
    Return
  ${EndIf}

  Delete "$INSTDIR\uninstall.exe"
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ; started with _?=, it runs from there: Windows lets a running program be moved, though not deleted
    GetTempFileName $0
    Delete $0
    Rename "$INSTDIR\uninstall.exe" $0
  ${EndIf}
  RMDir "$INSTDIR"

  ; another copy may have been installed since, and these are then of that one
  StrCpy $1 $INSTDIR "" -1
  ${If} $1 == "\"
    StrCpy $INSTDIR $INSTDIR -1
  ${EndIf}
  ReadRegStr $0 HKCU "${OWN_KEY}" "InstallFolder"
  ${If} $0 != $INSTDIR
  ${AndIf} $0 != ""
    Return
  ${EndIf}
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${LISTED_KEY}"
  DeleteRegKey HKCU "${PATHS_KEY}\${DESK}"
  DeleteRegKey HKCU "${PATHS_KEY}\${CLI}"
  DeleteRegKey HKCU "${TYPE_KEY}"
  DeleteRegValue HKCU "${ENDING_KEY}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "${ENDING_KEY}\OpenWithProgids"
  ReadRegStr $0 HKCU "${ENDING_KEY}" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue HKCU "${ENDING_KEY}" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${ENDING_KEY}"
  DeleteRegValue HKCU "${OWN_KEY}" "InstallFolder"
  DeleteRegValue HKCU "${OWN_KEY}" "Version"
  DeleteRegValue HKCU "${OWN_KEY}" "SharePath"
  DeleteRegValue HKCU "${OWN_KEY}" "UpdatePath"
  DeleteRegKey /ifempty HKCU "${OWN_KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
