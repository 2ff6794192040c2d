import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyCommand } from '../../../../support/facts.ts';

/** Program text and the rule that finds it; no rule: it passes. */
const cases: readonly (readonly [command: string, rule?: string])[] = [
  ["node -e 'await client.query(`DELETE FROM ${table}`)'", 'sql.deleteRows'],
  ["node -e 'await client.query(`DELETE FROM ${table} WHERE id = ${id}`)'"],
  ["node -e 'await client.query(`DELETE FROM ${table} ${where}`)'"],
  ["node -e 'await client.query(`SELECT * FROM ${table}`)'"],
  ['node -e \'await client.query(`TRUNCATE TABLE "${name}" CASCADE`)\'', 'sql.truncate'],
  [`python3 -c 'cur.execute(f"DELETE FROM {table}")'`, 'sql.deleteRows'],
  [`python3 -c 'cur.execute("DROP TABLE IF EXISTS " + name)'`, 'sql.dropTable'],
  [`python3 -c 'cur.execute("DELETE FROM %s" % name)'`, 'sql.deleteRows'],
  [`python3 -c 'cur.execute("DELETE FROM " + name + " WHERE id = 1")'`],
  [`php artisan tinker --execute="Artisan::call('migrate:fresh', ['--force' => true]);"`, 'laravel.wipe'],
  [`php artisan tinker --execute "Artisan::call('db:wipe')"`, 'laravel.wipe'],
  [`php artisan tinker --execute="Artisan::call('migrate:status');"`],
  [`php artisan tinker --execute="echo User::count();"`],
  [`python manage.py shell -c "from django.core.management import call_command; call_command('flush', interactive=False)"`, 'django.flush'],
  [`python manage.py shell -c "from django.core.management import call_command; call_command('check')"`],
  [`python3 -c "cur.execute('select 1')"`],
  [`python3 -c "conn.execute('INSERT INTO notes (body) VALUES (1)')"`],
  [`python3 -c "conn.cursor().execute('select 1')"`],
  [`python3 -c "conn.cursor().execute('TRUNCATE users')"`, 'sql.truncate'],
  [`lua -e "os.execute('git reset --hard')"`, 'git.discardChanges'],
  [`rails runner 'User.delete_all'`, 'sql.deleteRows'],
  [`rails runner -e production "Booking.all.destroy_all"`, 'sql.deleteRows'],
  [`rails runner 'puts User.count'`],
  [`python manage.py shell -c "User.objects.all().delete()"`, 'sql.deleteRows'],
  [`python manage.py shell -c "print(User.objects.all().count())"`],
  [`php artisan tinker --execute="User::truncate();"`, 'sql.deleteRows'],
  [`node -e "import {rm} from 'node:fs/promises'; await rm('data')"`, 'files.delete'],
];

for (const [command, rule] of cases)
  test(`${rule ?? 'passes'}: ${command}`, () => {
    assert.deepEqual(
      classifyCommand(command).operations.map((operation) => operation.rule),
      rule === undefined ? [] : [rule],
    );
  });
