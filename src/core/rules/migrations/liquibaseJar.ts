import { commandTable, remoteRow } from '../commandTable.ts';

/** Liquibase started without its script. */
export const liquibaseJarTools = [
  commandTable('migrations', [
    remoteRow({
      id: 'liquibase.dropAllByJar',
      resource: 'database',
      title: 'Drop everything in the database: {name}',
      source: 'https://docs.liquibase.com/commands/utility/drop-all.html',
      on: { java: /\bliquibase[\w.-]{0,40}\.jar\b.* drop-?all\b/i },
      examples: ['java -jar liquibase.jar --url=jdbc:postgresql://db/x dropAll'],
      nearMisses: ['java -jar liquibase.jar status', 'java -jar shop.jar dropAll'],
    }),
  ]),
];
