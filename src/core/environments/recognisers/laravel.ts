/**
 * Laravel and Symfony keep host and environment in `.env`, which the dotenv recogniser reads; what stands in `config/database.php` as a
 * literal is found by a text scan.
 * Sources: https://github.com/laravel/docs/blob/master/configuration.md; https://symfony.com/doc/current/configuration.html (unverified).
 */
import { literalAddresses } from '../codeScan.ts';
import { Findings, environmentIn } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const laravel: Recogniser = {
  tool: 'laravel',
  files: ['config/database.php'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'laravel', directoryOf(directoryOf(file.path)));
    for (const { text, line, blocks } of literalAddresses(file.text))
      if (blocks.includes('connections') || blocks.includes('redis')) found.address(text, environmentIn(file, ...blocks), line);
    return found;
  },
};
