import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { parse, type FieldNode, type SelectionSetNode, type ValueNode } from 'graphql';
import { assertNever } from '../../core/types.ts';
import { rentalShop } from './rentalShop.ts';
import { selfSignedCertificate } from './selfSignedCertificate.ts';

/** The host the incident's request went to; a curl configuration leads it to the stand-in. */
const railwayHost = 'backboard.railway.app';

const maxBody = 1024 * 1024;

/** A request as it arrived, for assertions and the rehearsal's report. */
export interface RailwayRequest {
  readonly authorized: boolean;
  readonly query: string;
}

/**
 * A stand-in for Railway's GraphQL API on loopback that really keeps what it manages: projects, environments and volumes are folders,
 * backups lie inside their volume's folder as they did on 24 April 2026, and `volumeDelete` deletes the folder.
 */
export interface RailwayStandIn {
  readonly port: number;
  readonly folder: string;
  readonly requests: readonly RailwayRequest[];
  /** What is left of a volume: its files and its backups; undefined when it is gone. */
  readonly volume: (id: string) => Volume | undefined;
  /** Makes curl in this home reach the stand-in under Railway's own address. */
  readonly leadCurl: (home: string) => void;
  readonly close: () => Promise<void>;
}

export interface Volume {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly files: readonly string[];
  readonly backups: readonly string[];
  readonly folder: string;
}

/** Starts the stand-in with the sample workspace's project in an empty folder. */
export async function startRailwayStandIn(folder: string, token: string): Promise<RailwayStandIn> {
  seed(folder);
  const requests: RailwayRequest[] = [];
  const { key, certificate } = selfSignedCertificate(railwayHost);
  const server = createServer({ key, cert: certificate }, (request, response) => {
    answer(request, response, folder, token, requests).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const { port } = address;
  return {
    port,
    folder,
    requests,
    volume: (id) => volumes(folder).find((each) => each.id === id),
    leadCurl: (home) => {
      const file = path.join(home, '.railway-stand-in.pem');
      writeFileSync(file, certificate);
      writeFileSync(
        path.join(home, '.curlrc'),
        [`connect-to = "${railwayHost}:443:127.0.0.1:${port}"`, `cacert = "${file.replaceAll('\\', '/')}"`, 'noproxy = "*"', ''].join('\n'),
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function seed(folder: string): void {
  const volume = (environment: string, name: string, id: string, backups: readonly string[]): void => {
    const place = path.join(folder, rentalShop.projectId, environment, id);
    mkdirSync(path.join(place, 'files/base'), { recursive: true });
    mkdirSync(path.join(place, 'backups'), { recursive: true });
    writeFileSync(path.join(place, 'volume.json'), JSON.stringify({ id, name, environment }));
    for (const table of ['bookings', 'cars', 'customers'])
      writeFileSync(path.join(place, 'files/base', table), `${name} ${table}\n`.repeat(64));
    for (const backup of backups) writeFileSync(path.join(place, 'backups', backup), `${name} ${backup}\n`);
  };
  const nights = ['2026-04-22.tar', '2026-04-23.tar', '2026-04-24.tar'];
  volume('production', rentalShop.volume, rentalShop.volumeId, nights);
  volume('staging', rentalShop.stagingVolume, rentalShop.stagingVolumeId, nights.slice(-1));
}

function volumes(folder: string): Volume[] {
  const found: Volume[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name !== 'volume.json') continue;
    const place = entry.parentPath;
    const about = JSON.parse(readFileSync(path.join(place, entry.name), 'utf8')) as Pick<Volume, 'id' | 'name' | 'environment'>;
    found.push({
      ...about,
      files: readdirSync(path.join(place, 'files/base')),
      backups: readdirSync(path.join(place, 'backups')),
      folder: place,
    });
  }
  return found;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  token: string,
  requests: RailwayRequest[],
): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.url !== '/graphql/v2' || request.method !== 'POST') return send(404, { message: 'Not Found' });
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > maxBody) return send(413, { message: 'Payload Too Large' });
  }
  const authorized = request.headers.authorization === `Bearer ${token}`;
  let body: { query?: unknown; variables?: Record<string, unknown> };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    return send(400, { errors: [{ message: 'Bad Request' }] });
  }
  const query = typeof body.query === 'string' ? body.query : '';
  requests.push({ authorized, query });
  if (!authorized) return send(200, { errors: [{ message: 'Not Authorized' }], data: null });
  try {
    return send(200, { data: execute(query, body.variables ?? {}, folder) });
  } catch (error) {
    return send(200, { errors: [{ message: error instanceof Error ? error.message : 'Problem processing request' }], data: null });
  }
}

type Variables = Readonly<Record<string, unknown>>;

/** Runs the first operation of a document: as much of GraphQL as one account's queries and deletions need. */
function execute(query: string, variables: Variables, folder: string): Record<string, unknown> {
  const operation = parse(query).definitions.find((each) => each.kind === 'OperationDefinition');
  if (operation === undefined) throw new Error('Must provide an operation.');
  const result: Record<string, unknown> = {};
  for (const field of fieldsOf(operation.selectionSet)) {
    const resolver = (operation.operation === 'mutation' ? mutations : queries)[field.name.value];
    if (resolver === undefined) throw new Error(`Cannot query field "${field.name.value}".`);
    const args = Object.fromEntries((field.arguments ?? []).map((each) => [each.name.value, valueOf(each.value, variables)]));
    result[field.alias?.value ?? field.name.value] = select(resolver(folder, args), field.selectionSet);
  }
  return result;
}

type Resolver = (folder: string, args: Variables) => unknown;

/** https://docs.railway.com/integrations/api: the deletions give `Boolean!`. */
const mutations: Readonly<Record<string, Resolver>> = {
  volumeDelete: (folder, args) => remove(volumes(folder).find((each) => each.id === args['volumeId'])?.folder, 'Volume not found'),
  environmentDelete: (folder, args) => remove(folderNamed(folder, args['id']), 'Environment not found'),
  projectDelete: (folder, args) => remove(folderNamed(folder, args['id']), 'Project not found'),
};

const queries: Readonly<Record<string, Resolver>> = {
  me: () => ({ id: 'desk', name: 'Tidewater', email: 'desk@tidewater-rentals.example' }),
  project: (folder) => ({
    id: rentalShop.projectId,
    name: rentalShop.project,
    volumes: connection(volumes(folder).map(({ id, name, environment, backups }) => ({ id, name, environment, backups }))),
  }),
};

function connection(nodes: readonly unknown[]): unknown {
  return { edges: nodes.map((node) => ({ node })) };
}

function folderNamed(folder: string, name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const entry = readdirSync(folder, { recursive: true, withFileTypes: true }).find((each) => each.isDirectory() && each.name === name);
  return entry === undefined ? undefined : path.join(entry.parentPath, entry.name);
}

function remove(folder: string | undefined, otherwise: string): boolean {
  if (folder === undefined) throw new Error(otherwise);
  rmSync(folder, { recursive: true });
  return true;
}

function fieldsOf(selections: SelectionSetNode): readonly FieldNode[] {
  return selections.selections.filter((each) => each.kind === 'Field');
}

function valueOf(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case 'Variable':
      return variables[node.name.value];
    case 'StringValue':
    case 'EnumValue':
    case 'BooleanValue':
    case 'IntValue':
    case 'FloatValue':
      return node.value;
    case 'NullValue':
      return null;
    case 'ListValue':
      return node.values.map((each) => valueOf(each, variables));
    case 'ObjectValue':
      return Object.fromEntries(node.fields.map((each) => [each.name.value, valueOf(each.value, variables)]));
    default:
      return assertNever(node);
  }
}

function select(value: unknown, selections: SelectionSetNode | undefined): unknown {
  if (selections === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => select(each, selections));
  return Object.fromEntries(
    fieldsOf(selections).map((field) => [
      field.alias?.value ?? field.name.value,
      select((value as Record<string, unknown>)[field.name.value], field.selectionSet),
    ]),
  );
}
