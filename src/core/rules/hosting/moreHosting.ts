import { commandTable, remoteRow } from '../commandTable.ts';

/** What hosting and migration tools take down or back beyond their first tables. */
export const moreHostingTools = [
  commandTable('hosting', [
    remoteRow({
      id: 'hosting.takeDown',
      recovery: 'window',
      resource: 'service',
      title: 'Take down, release or roll back: {name}',
      source: 'https://devcenter.heroku.com/articles/scaling',
      on: {
        fly: /^(?:-\S+ \S+ )*(?:scale count (?:\S+=)?0\b|(?:pg|postgres) detach\b|ips release\b|certs (?:remove|delete)\b)/,
        flyctl: /^(?:-\S+ \S+ )*(?:scale count (?:\S+=)?0\b|(?:pg|postgres) detach\b|ips release\b|certs (?:remove|delete)\b)/,
        heroku: /^(?:-\S+ \S+ )*(?:(?:ps:scale|dyno:scale)\b.*=0\b|maintenance:on\b|addons:detach\b|access:remove\b|certs:remove\b)/,
        firebase: /^(?:projects:delete|apps:delete|apptesting:delete)\b/,
        terminus: /^(?:site:delete|env:wipe|multidev:delete|backup:delete)\b/,
      },
      examples: [
        'fly scale count 0',
        'fly ips release 1.2.3.4',
        'heroku ps:scale web=0',
        'heroku maintenance:on',
        'terminus env:wipe shop.dev -y',
      ],
      nearMisses: ['fly scale count 2', 'fly ips list', 'heroku ps:scale web=2', 'heroku maintenance:off', 'terminus site:list'],
    }),
    remoteRow({
      id: 'migrations.takeBack',
      recovery: 'window',
      resource: 'database',
      title: 'Take back migrations or empty a database: {name}',
      source: 'https://knexjs.org/guide/migrations.html',
      on: {
        knex: /^(?:-\S+ \S+ )*migrate:down\b/,
        artisan: /^queue:(?:flush|clear|forget)\b/,
        mvn: /\b(?:flyway:clean|liquibase:(?:dropAll|rollback))\b/,
        mvnw: /\b(?:flyway:clean|liquibase:(?:dropAll|rollback))\b/,
        gradle: /\b(?:flywayClean|dropAll|liquibaseDropAll|rollbackCount)\b/,
        gradlew: /\b(?:flywayClean|dropAll|liquibaseDropAll|rollbackCount)\b/,
        diesel: /^migration revert\b.*(?:--all|-a)\b/,
        mix: /^ecto\.rollback\b.*--(?:all|to|step)\b/,
        phinx: /^(?:rollback|breakpoint .*-r)\b/,
      },
      unless: /--dry-run|-x(?: |$)/,
      examples: [
        'npx knex migrate:down',
        'php artisan queue:flush',
        'mvn flyway:clean',
        'diesel migration revert --all',
        'mix ecto.rollback --all',
        'vendor/bin/phinx rollback',
      ],
      nearMisses: [
        'npx knex migrate:up',
        'php artisan queue:work',
        'mvn flyway:info',
        'diesel migration run',
        'mix ecto.migrate',
        'vendor/bin/phinx status',
      ],
    }),
  ]),
];
