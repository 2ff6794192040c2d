import type { Rule } from '../rule.ts';

const rfc9110 = 'https://www.rfc-editor.org/rfc/rfc9110#name-delete';

/** `*Delete*`, `*Destroy*`, … mutations of any GraphQL API. */
export const graphqlMutationRule: Rule = {
  id: 'http.graphqlMutation',
  effect: 'delete',
  resource: 'resource',
  title: 'Run the GraphQL mutation {name}',
  location: 'remote',
  recovery: 'none',
  source: 'unverified',
  safer: 'Query the resource first, and check whose environment it belongs to.',
  examples: [
    `curl https://api.example.com/graphql -H 'Content-Type: application/json' -d '{"query":"mutation { deleteWorkspace(id: \\"ws_81\\") { id } }"}'`,
    `http POST https://hasura.example.com/v1/graphql query='mutation { delete_bookings(where: {}) { affected_rows } }'`,
    `curl https://api.example.com/graphql --data-urlencode 'query=mutation { customerPurge(id: 7) }'`,
    `xh https://gql.example.com/graphql query='mutation Drop($id: ID!) { databaseDestroy(id: $id) }' variables:='{"id":"db-1"}'`,
  ],
  nearMisses: [
    `curl https://api.example.com/graphql -d '{"query":"{ deletedUsers { id } }"}'`,
    `curl https://api.example.com/graphql -d '{"query":"mutation { createUser(name: \\"Delete Me\\") { id } }"}'`,
    `curl https://api.github.com/graphql -d '{"query":"mutation { removeStar(input: {starrableId: \\"x\\"}) { clientMutationId } }"}'`,
    `curl https://api.example.com/graphql -d '{"query":"mutation { undeleteUser(id: 1) { id } }"}'`,
  ],
};

/** HTTP DELETE on a host that is not this machine. */
export const deleteRule: Rule = {
  id: 'http.delete',
  effect: 'delete',
  resource: 'resource',
  title: 'Send DELETE to {name}',
  location: 'remote',
  recovery: 'none',
  source: rfc9110,
  safer: 'GET the same address first, and look at what it is.',
  examples: [
    'curl -X DELETE https://api.example.com/v1/customers/42',
    'curl -XDELETE "https://search.example.com:9200/bookings"',
    'wget --method=DELETE https://api.example.com/v1/apps/shop',
    'http DELETE https://api.example.com/v1/apps/shop Authorization:"Bearer $TOKEN"',
    'xh delete https://api.example.com/v1/apps/shop',
    'curlie DELETE https://api.example.com/users/1',
    'awscurl --service execute-api -X DELETE https://x.execute-api.us-east-1.amazonaws.com/prod/items/1',
    'curl --unix-socket /var/run/docker.sock -X DELETE http://localhost/containers/db?force=1',
    'curl -X DELETE http://localhost:2375/containers/db',
    'curl --request DELETE "$API_URL/customers/42"',
    `curl -X POST https://api.example.com/v1/customers/42 -H 'X-HTTP-Method-Override: DELETE'`,
  ],
  nearMisses: [
    'curl https://api.example.com/v1/customers/42',
    'curl -X DELETE http://localhost:3000/api/users/1',
    'http DELETE :8080/users/1',
    'curl --unix-socket /var/run/docker.sock http://localhost/containers/json',
    'curlie GET https://api.example.com/users/1',
    'curl -s https://example.com/docs/delete.html',
    'wget https://example.com/how-to-DELETE.tar.gz',
    'curl -I https://api.example.com/v1/customers/42',
  ],
};

/** POST to an address that says what it does. */
export const verbPathRule: Rule = {
  id: 'http.postVerb',
  effect: 'delete',
  resource: 'resource',
  title: 'Send a request to {name}',
  location: 'remote',
  recovery: 'none',
  source: 'unverified',
  examples: [
    'curl -X POST https://api.example.com/v1/customers/42/delete',
    `curl https://search.example.com/bookings/_delete_by_query -H 'Content-Type: application/json' -d '{"query":{"match_all":{}}}'`,
    'curl -d "name=orders" https://admin.example.com/queues/purge',
    'http POST https://api.example.com/databases/shop/drop',
    'curl https://eu1-crisp.upstash.io/flushall -H x',
    'curl -X PUT https://vault.example.com:8200/v1/sys/seal',
    'curl "https://api.example.com/v1/delete?id=1&confirm=1"',
    'curl -X PATCH https://api.github.com/repos/acme/shop -d \'{"archived":true}\'',
    'curl -X POST https://app.terraform.io/api/v2/workspaces/ws-1/actions/safe-delete',
    `curl -X POST https://api.example.com/files/batch_delete -d @ids.json`,
  ],
  nearMisses: [
    'curl https://api.example.com/v1/customers/42/delete',
    'curl -X POST https://api.example.com/v1/posts/delete-your-account-guide/comments -d "text=hi"',
    'curl -X POST https://api.cloudflare.com/client/v4/zones/z/purge_cache -d "{}"',
    'curl -X POST http://127.0.0.1:3000/v1/customers/42/delete',
    'curl https://eu1-crisp.upstash.io/get/user:1',
    'curl "https://api.example.com/docs/delete?lang=en"',
    'curl -X PATCH https://api.github.com/repos/acme/shop -d \'{"description":"x"}\'',
    'curl -X POST https://api.example.com/v1/dropdowns -d "{}"',
  ],
};

/** The generic rules of this family; those of providers stand in their own tables. */
export const httpRules: readonly Rule[] = [graphqlMutationRule, deleteRule, verbPathRule];
