import { commandTable, remoteRow } from '../commandTable.ts';

/** Content management, shops and communities: what their own command lines take away from a running site. */
export const contentSystemTools = [
  commandTable('services', [
    remoteRow({
      id: 'wordpress.delete',
      resource: 'content',
      title: 'Delete or replace in WordPress: {name}',
      source: 'https://developer.wordpress.org/cli/commands/',
      on: {
        wp: [
          'post|user|term|comment|menu|option|media|site|network|widget|role|cap|plugin|theme|transient|super-admin delete|remove|uninstall|reset|empty|destroy',
          'search-replace * * !--dry-run',
          'db import',
        ],
      },
      safer: 'wp db export first; search-replace has --dry-run.',
      examples: [
        'wp post delete 12 --force',
        'wp --path=/srv/www plugin uninstall shop',
        'wp search-replace http://a.example https://a.example',
      ],
      nearMisses: ['wp post list', 'wp search-replace a b --dry-run', 'wp db export'],
    }),
    remoteRow({
      id: 'wordpress.query',
      resource: 'database',
      title: 'Delete with SQL from WordPress: {name}',
      source: 'https://developer.wordpress.org/cli/commands/',
      on: { wp: /^(?:-\S+ )*db query\b.*\b(?:drop|delete|truncate)\b/i },
      safer: 'wp db export first.',
      examples: ["wp db query 'DROP TABLE wp_posts'", "wp db query 'delete from wp_users'"],
      nearMisses: ["wp db query 'SELECT 1'", 'wp db tables', 'wp db size'],
    }),
    remoteRow({
      id: 'drush.delete',
      resource: 'site',
      title: 'Delete or replace in Drupal: {name}',
      on: {
        drush: [
          'site:install|site-install|si',
          'pm:uninstall|pm-uninstall|pmu',
          'user:cancel|user-cancel|ucan',
          'sql:drop|sql-drop|sql:sync|sql-sync',
          'config:delete|config-delete|cdel',
          'config:import|config-import|cim -y|--yes',
          'migrate:rollback|migrate-rollback|migrate:reset|migrate:reset-status',
        ],
      },
      safer: 'drush sql:dump first.',
      examples: ['drush site-install -y', 'drush pm:uninstall views -y', 'drush sql-sync @self @prod'],
      nearMisses: ['drush status', 'drush pm:list', 'drush cache:rebuild'],
    }),
    remoteRow({
      id: 'magento.delete',
      resource: 'shop',
      title: 'Uninstall or roll back in Magento: {name}',
      on: { magento: ['setup:uninstall|setup:rollback|admin:user:delete', 'module:uninstall --remove-data|-r'] },
      safer: 'bin/magento setup:backup --code --db first.',
      examples: ['magento setup:uninstall', 'magento module:uninstall --remove-data Shop_Checkout'],
      nearMisses: ['magento setup:upgrade', 'magento module:status', 'magento cache:clean'],
    }),
    remoteRow({
      id: 'nextcloud.delete',
      resource: 'account',
      title: 'Delete from Nextcloud: {name}',
      source: 'https://docs.nextcloud.com/server/latest/admin_manual/occ_command.html',
      on: {
        occ: [
          'user:delete|group:delete|app:remove|trashbin:cleanup|versions:cleanup|files:cleanup',
          'maintenance:repair --include-expensive',
        ],
        php: ['occ|*/occ user:delete|group:delete|app:remove|trashbin:cleanup|versions:cleanup|files:cleanup'],
      },
      examples: ['occ user:delete ada', 'php occ trashbin:cleanup --all-users'],
      nearMisses: ['occ user:list', 'php occ status', 'php occ files:scan --all'],
    }),
    remoteRow({
      id: 'mastodon.delete',
      resource: 'accounts',
      title: 'Delete from the Mastodon server: {name}',
      source: 'https://docs.joinmastodon.org/admin/tootctl/',
      on: {
        tootctl: [
          'self-destruct',
          'accounts delete|cull|prune|rotate',
          'domains purge',
          'statuses remove',
          'media remove --days=0',
          'cache clear',
        ],
      },
      safer: 'tootctl has --dry-run.',
      examples: ['tootctl self-destruct', 'tootctl accounts delete ada', 'tootctl media remove --days 0'],
      nearMisses: ['tootctl accounts list', 'tootctl media remove --days 30', 'tootctl accounts cull --dry-run', 'tootctl version'],
    }),
  ]),
];
