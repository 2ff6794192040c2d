/** https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands */
const verbs = new Set(
  (
    'add clear close copy enter exit find format get hide join lock move new open optimize pop push redo remove rename reset resize search ' +
    'select set show skip split step switch undo unlock watch backup checkpoint compare compress convert convertfrom convertto dismount edit ' +
    'expand export group import initialize limit merge mount out publish restore save sync unpublish update debug measure ping repair resolve ' +
    'test trace connect disconnect read receive send write block grant protect revoke unblock unprotect use approve assert build complete ' +
    'confirm deny deploy disable enable install invoke register request restart resume start stop submit suspend uninstall unregister wait ' +
    'where foreach sort tee foreach delete empty purge erase wipe drop destroy'
  ).split(' '),
);

/** Aliases of Windows PowerShell and PowerShell 7: `Get-Alias`. */
const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'rm=remove-item ri=remove-item del=remove-item erase=remove-item rd=remove-item rmdir=remove-item rp=remove-itemproperty ' +
    'rv=remove-variable gci=get-childitem ls=get-childitem dir=get-childitem iwr=invoke-webrequest irm=invoke-restmethod ' +
    'iex=invoke-expression icm=invoke-command ii=invoke-item %=foreach-object foreach=foreach-object ?=where-object where=where-object ' +
    'cd=set-location chdir=set-location sl=set-location pushd=push-location popd=pop-location gl=get-location pwd=get-location ' +
    'cat=get-content gc=get-content type=get-content ac=add-content sc=set-content clc=clear-content cli=clear-item ' +
    'clp=clear-itemproperty clv=clear-variable cp=copy-item copy=copy-item cpi=copy-item mv=move-item move=move-item mi=move-item ' +
    'ren=rename-item rni=rename-item ni=new-item md=mkdir gi=get-item gp=get-itemproperty sp=set-itemproperty si=set-item ' +
    'set=set-variable sv=set-variable nv=new-variable gv=get-variable echo=write-output write=write-output saps=start-process ' +
    'start=start-process spps=stop-process kill=stop-process gps=get-process ps=get-process sajb=start-job rjb=remove-job ' +
    'spsv=stop-service sasv=start-service gsv=get-service select=select-object sort=sort-object group=group-object measure=measure-object ' +
    'tee=tee-object ft=format-table fl=format-list fw=format-wide oh=out-host sls=select-string gm=get-member sal=set-alias nal=new-alias ' +
    'rvpa=resolve-path cvpa=convert-path clear=clear-host cls=clear-host h=get-history history=get-history ipmo=import-module ' +
    'rmo=remove-module gcm=get-command man=help sleep=start-sleep diff=compare-object compare=compare-object rsn=remove-pssession ' +
    'nsn=new-pssession etsn=enter-pssession rdr=remove-psdrive ndr=new-psdrive mount=new-psdrive gwmi=get-wmiobject rwmi=remove-wmiobject ' +
    'iwmi=invoke-wmimethod rbp=remove-psbreakpoint ogv=out-gridview epcsv=export-csv ipcsv=import-csv epal=export-alias clhy=clear-history'
  )
    .split(' ')
    .map((pair) => {
      const at = pair.lastIndexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
);

/** The program's own name: lower-case, without folder and ending. */
export function baseProgram(text: string): string {
  const name = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1).toLowerCase();
  return name.replace(/\.(?:exe|com|cmd|bat)$/, '');
}

/** What an alias stands for, without the module before a backslash. */
export function cmdletName(text: string): string {
  const lower = text.toLowerCase();
  const qualified = /^[a-z][\w.]*\\([a-z]+-\w+)$/.exec(lower);
  const name = qualified ? qualified[1]! : lower;
  return Object.hasOwn(aliases, name) ? aliases[name]! : name;
}

/** True for `Verb-Noun` of a known verb: `docker-compose` and `apt-get` are programs. */
export function isCmdlet(name: string): boolean {
  const dash = name.indexOf('-');
  return dash > 0 && /^[a-z]+-[a-z]\w*$/.test(name) && verbs.has(name.slice(0, dash));
}
