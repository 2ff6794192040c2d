import { commandTable, localRow, remoteRow } from '../commandTable.ts';

/** Stores of secrets, certificates and keys beyond the first tables: those of services, and those of one machine. */
export const moreSecretTools = [
  commandTable('secrets', [
    remoteRow({
      id: 'vault.turn',
      resource: 'secret',
      title: 'Revoke, rotate or seal in Vault: {name}',
      on: {
        vault: [
          'write */rotate|*/revoke*|*/config/rotate-root',
          'operator step-down|rotate|generate-root|rekey|seal',
          'kv rollback|delete|destroy',
          'token revoke',
        ],
        bao: ['write */rotate|*/revoke*|*/config/rotate-root', 'operator step-down|rotate|generate-root|rekey|seal', 'kv rollback'],
      },
      examples: [
        'vault write -f database/rotate-root/shop/config/rotate-root',
        'vault operator step-down',
        'vault kv rollback -version=1 kv/shop',
      ],
      nearMisses: ['vault operator raft list-peers', 'vault policy list', 'vault status'],
    }),
    remoteRow({
      id: 'consul.turn',
      resource: 'settings',
      title: 'Take away from Consul: {name}',
      on: {
        consul: [
          'kv|config|intention|partition|namespace delete',
          'acl * delete',
          'snapshot restore',
          'operator raft remove-peer',
          'keyring -remove*',
          'keyring -remove',
          'services deregister',
        ],
      },
      safer: 'consul snapshot save first.',
      examples: ['consul acl token delete -id 1', 'consul snapshot restore a.snap', 'consul intention delete web db'],
      nearMisses: ['consul members', 'consul snapshot save a.snap', 'consul acl token list'],
    }),
    remoteRow({
      id: 'secrets.deleteShared',
      resource: 'secret',
      title: 'Delete secrets or access to them: {name}',
      on: {
        lpass: ['rm', 'share rm|userdel'],
        akeyless: ['delete-*', 'target-delete', 'gateway-delete*'],
        conjur: ['policy load|replace|update --delete|--replace', 'policy replace'],
        berglas: ['delete|revoke'],
        teller: ['delete'],
      },
      examples: [
        'lpass rm shop',
        'akeyless delete-item -n /shop/key',
        'conjur policy load -b root -f p.yml --delete',
        'berglas delete bucket/shop',
      ],
      nearMisses: ['lpass ls', 'akeyless list-items', 'conjur policy load -b root -f p.yml', 'berglas list bucket'],
    }),
    remoteRow({
      id: 'certificates.revoke',
      resource: 'certificate',
      title: 'Revoke a certificate, or remove who issues them: {name}',
      on: { step: ['ca revoke', 'ca provisioner|admin remove|delete'], cfssl: ['revoke'] },
      examples: [
        'step ca revoke 308893286343609293989051180431574390766',
        'step ca provisioner remove ci',
        'cfssl revoke -db-config db.json -serial 1',
      ],
      nearMisses: ['step ca health', 'step ca provisioner list', 'cfssl info'],
    }),
    localRow({
      id: 'secrets.deleteLocal',
      resource: 'secret',
      title: 'Delete keys or secrets of this machine: {name}',
      source: 'https://ss64.com/mac/security.html',
      on: {
        security: [
          'delete-keychain|delete-generic-password|delete-internet-password|delete-certificate|delete-identity|delete-trusted-cert|set-keychain-settings',
          'authorizationdb write|remove',
        ],
        'secret-tool': ['clear'],
        keyctl: ['clear|revoke|unlink|purge|invalidate'],
        envchain: ['--unset'],
        certutil: /(?:^| )-(?:D|delstore|delkey)\b/i,
        pass: ['rm|remove|delete'],
        gopass: ['rm|remove|delete', 'mounts remove'],
        pk12util: ['-D'],
        keytool: ['-delete'],
        cmdkey: /\/delete\b/i,
      },
      examples: [
        'security delete-keychain login.keychain',
        'secret-tool clear service x',
        'keyctl clear @u',
        'pass rm -rf work',
        'keytool -delete -alias a -keystore k.jks',
      ],
      nearMisses: ['security list-keychains', 'keyctl show', 'pass ls', 'keytool -list -keystore k.jks'],
    }),
  ]),
];
