/**
 * Stripe: the prefix of a key says its mode. The CLI's file keeps keys of both modes for each profile; `--live` chooses.
 * Sources: https://docs.stripe.com/keys; https://github.com/stripe/stripe-cli/blob/master/pkg/config/profile.go, read 2026-08-21.
 */
import { at, textAt, tomlConfig } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { keyMode } from '../keyModes.ts';
import type { Recogniser } from '../recogniser.ts';

export const stripe: Recogniser = {
  tool: 'stripe',
  files: [],
  userFiles: ['{XDG_CONFIG_HOME:~/.config}/stripe/config.toml'],
  variables: [{ name: /STRIPE/, kind: 'account', secret: true, environmentOf: keyMode }],
  recognise(file) {
    const found = new Findings(file, 'stripe');
    for (const [name, value] of tomlConfig(file.text).entries) {
      if (value.entries.length === 0) continue;
      // Its keys are redacted or in a keyring. That there is a live one is what can be known.
      const live = at(value, 'live_mode_api_key');
      const environment = environmentOfNames(name);
      found
        .choice(name, 'profile', environment, value.line)
        .identify(textAt(value, 'account_id'), 'account', environment, at(value, 'account_id')?.line, name);
      if (live?.scalar !== undefined && live.scalar !== '')
        found.link('account', textAt(value, 'display_name') ?? name, environment, {
          line: live.line,
          says: `is logged in to ${textAt(value, 'display_name') ?? name}, with a live key`,
        });
    }
    return found;
  },
};
