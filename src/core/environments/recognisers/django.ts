/**
 * Django: settings modules, of which DJANGO_SETTINGS_MODULE or `--settings` picks one. A text scan of `DATABASES`: it is code.
 * Source: https://docs.djangoproject.com/en/3.2/ref/settings/#databases, https://docs.djangoproject.com/en/3.2/topics/settings/
 */
import { literalAddresses } from '../codeScan.ts';
import { Findings, environmentIn } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const django: Recogniser = {
  tool: 'django',
  files: [/^(?:settings(?:_[\w]{1,40})?|base|common|local|dev|development|staging|stage|prod|production|live)\.py$/],
  quiet: true,
  variables: [
    { name: 'DJANGO_SETTINGS_MODULE', kind: 'settings' },
    { name: 'DJANGO_ENV', kind: 'environment' },
  ],
  wants: (path) => baseName(path).startsWith('settings') || baseName(directoryOf(path)) === 'settings',
  recognise(file) {
    const found = new Findings(file, 'django');
    const said = environmentIn(file);
    for (const { text, line, blocks } of literalAddresses(file.text))
      if (blocks.includes('DATABASES') || /^(?:postgres|postgresql|mysql|mysql2|postgis|mongodb|redis|rediss):/.test(text))
        found.address(text, said, line);
    return found;
  },
};
