import { commandTable, remoteRow } from '../commandTable.ts';

/** What serves users is switched back to an older state: the data that the newer one has written stays. */
export const rollbackTools = [
  commandTable('hosting', [
    remoteRow({
      id: 'deployments.rollBack',
      effect: 'change',
      hardToUndo: true,
      recovery: 'window',
      resource: 'deployment',
      title: 'Roll production back: {name}',
      source: 'https://helm.sh/docs/helm/helm_rollback/',
      takes: 'Migrations are not rolled back with it.',
      safer: 'See what would change: helm diff rollback, helm history.',
      // `cap production deploy:rollback`, `kamal rollback -d production`.
      says: /^(\w+) deploy:rollback\b|^rollback\b.*(?:-d|--destination|--stage)[= ](\w+)/,
      on: {
        helm: /^rollback\b/,
        kubectl: /^rollout undo\b/,
        oc: /^(?:rollout undo|rollback)\b/,
        heroku: /^(?:releases:)?rollback\b/,
        kamal: /^rollback\b/,
        cap: /\bdeploy:rollback\b/,
        dep: /^rollback\b/,
        eb: /^restore\b/,
        'kubectl-argo-rollouts': /^(?:undo|abort)\b/,
      },
      unless: /--dry-run/,
      examples: [
        'helm rollback shop 1 -n prod',
        'kubectl rollout undo deployment api -n production --to-revision=1',
        'heroku rollback v10 -a shop-production',
        'cap production deploy:rollback',
        'kubectl --context prod rollout undo deploy/api',
      ],
      nearMisses: [
        'helm rollback shop 1 -n dev',
        'helm history shop -n prod',
        'kubectl rollout undo deploy/api -n staging',
        'kubectl rollout status deploy/api -n prod',
        'heroku releases -a shop-production',
        'cap staging deploy:rollback',
      ],
    }),
  ]),
];
