import { deletes, verbTool } from '../verbTool.ts';

export const netlifyTool = verbTool({
  names: ['netlify', 'ntl'],
  family: 'hosting',
  provider: 'Netlify',
  tool: 'netlify',
  syntax: {
    valued: new Set(['-s', '--site', '--auth', '--filter', '--context', '--scope', '-d', '--dir', '-m', '--message', '-a', '--alias']),
  },
  environmentOptions: ['--context'],
  productionOptions: ['--prod', '-p'],
  idOptions: ['-s', '--site'],
  rules: [
    deletes({
      id: 'netlify.deleteSite',
      words: ['sites:delete'],
      resource: 'site',
      title: 'Delete the Netlify site {name}',
      source: 'https://cli.netlify.com/commands/sites/',
      takes: 'Its deploys, forms and environment variables go with it.',
      examples: ['netlify sites:delete 123-456', 'ntl sites:delete my-site --force'],
      nearMisses: ['netlify sites:list', 'netlify status'],
    }),
    deletes({
      id: 'netlify.unsetVariable',
      words: ['env:unset'],
      resource: 'variable',
      title: 'Remove the Netlify environment variable {name}',
      source: 'https://cli.netlify.com/commands/env/',
      examples: ['netlify env:unset DATABASE_URL', 'netlify env:unset API_KEY --context production'],
      nearMisses: ['netlify env:list', 'netlify status'],
    }),
    deletes({
      id: 'netlify.deleteBlob',
      words: ['blobs:delete', 'blob:delete'],
      resource: 'blob',
      title: 'Delete the Netlify blob {name}',
      nameWord: 1,
      source: 'https://cli.netlify.com/commands/blobs/',
      examples: ['netlify blobs:delete uploads photo.png'],
      nearMisses: ['netlify blobs:list uploads', 'netlify blobs:get uploads photo.png'],
    }),
    deletes({
      id: 'netlify.deleteDatabase',
      words: ['db delete|reset|drop', 'database delete|reset'],
      resource: 'database',
      title: 'Delete or reset the Netlify database {name}',
      source: 'unverified',
      examples: ['netlify db reset'],
      nearMisses: ['netlify db status', 'netlify db init'],
    }),
  ],
});
