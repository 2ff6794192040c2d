import { commandTable, remoteRow } from '../commandTable.ts';

/** Directories of people and machines: LDAP, Kerberos, FreeIPA, Samba, Keycloak, Teleport. */
export const directoryTools = [
  commandTable('services', [
    remoteRow({
      id: 'directories.delete',
      resource: 'account',
      title: 'Delete from a directory of people and machines: {name}',
      source: 'https://www.openldap.org/software/man.cgi?query=ldapdelete',
      takes: 'Who is in it can sign in nowhere any more.',
      safer: 'Search for the same entry first: ldapsearch.',
      on: {
        ldapdelete: /^(?!.*(?:-n|--dryrun)\b)\S/,
        dsdelete: /\S/,
        dsctl: /\bremove\b|\bdb2ldif-\w*delete\b/,
        dsidm: /\bdelete\b/,
        dsconf: /\b(?:delete|drop)\b/,
        ipa: [
          'user-del|group-del|host-del|service-del|hostgroup-del|role-del|dnszone-del|dnsrecord-del|sudorule-del|hbacrule-del|ca-del',
          'user-disable',
          'host-disable',
        ],
        'samba-tool': ['user|group|computer|ou|contact|gpo|dns delete|del', 'user disable', 'domain demote', 'dns zonedelete'],
        'kcadm.sh': ['delete'],
        kcadm: ['delete'],
        tctl: ['rm', 'users|tokens|bots|nodes rm'],
        realm: ['leave'],
        adcli: ['delete-user|delete-group|delete-computer'],
        net: /^ads (?:leave|user delete|group delete)\b/,
        okta: ['users|groups|apps deactivate|delete'],
        authentik: ['… delete'],
      },
      examples: [
        "ldapdelete -x -D cn=admin 'ou=people,dc=example,dc=com'",
        "ldapdelete -r 'dc=example,dc=com'",
        'ipa user-del ada',
        'samba-tool user delete ada',
        'kcadm.sh delete realms/shop',
        'tctl rm users/ada',
        'adcli delete-computer web1',
      ],
      nearMisses: [
        "ldapsearch -x -b 'dc=example,dc=com'",
        'ipa user-find',
        'samba-tool user list',
        'kcadm.sh get users -r shop',
        'tctl get users',
        'ldapdelete -n -x cn=ada,dc=x',
      ],
    }),
  ]),
];
