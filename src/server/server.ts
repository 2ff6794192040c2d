import { backupLine } from '../core/backups/backups.ts';
import { randomBytes } from 'node:crypto';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { dialectFor } from '../core/agents/adapters.ts';
import { exitTwo } from '../core/agents/adapter.ts';
import type { OrderChange } from '../core/policy/orders.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { FactorLevel, FactorProof } from '../core/policy/secondFactor.ts';
import type { Mask } from '../core/agents/maskResult.ts';
import type { Descriptor, GiveParams, OrderReply } from '../core/protocol.ts';
import type { Call } from '../core/types.ts';
import type { Judgement } from '../platform/road.ts';
import { readDescriptor, removeDescriptor, writeDescriptor } from '../platform/descriptor.ts';
import type { Lock } from '../platform/lock.ts';
import type { StateFolder } from '../platform/stateFolder.ts';
import { ageOf } from './backupAges.ts';
import { Activity } from './activity.ts';
import type { AgentConnections } from '../platform/agentConnections.ts';
import { AgentGuards, type AgentGuardPorts } from './agentGuards.ts';
import { AgentSightings, type SightingPorts } from './agentSightings.ts';
import { AgentWatch } from './agentWatch.ts';
import { answerServerCall } from './calls.ts';
import type { Clock } from './clock.ts';
import { Grants, sessionKey } from './grants.ts';
import { Holds } from './holds.ts';
import { answerHook, type HookPorts, type ResultOf } from './hookSession.ts';
import { Idle } from './idle.ts';
import { WindowKeys } from './keys.ts';
import { OrganisationPolicy, organisationFiles } from '../platform/organisationPolicy.ts';
import { Dumps } from './dumps.ts';
import { Exporter } from './exporter.ts';
import { createListener } from './listener.ts';
import type { Log } from './log.ts';
import { Memory } from './memory.ts';
import type { ServerParts } from './parts.ts';
import { Policies } from './policies.ts';
import { createRealPaths } from './realPaths.ts';
import { Recorder } from './recorder.ts';
import { orderText, StandingOrders } from './standingOrders.ts';
import { Sessions } from './sessions.ts';
import { Snapshots } from './snapshots.ts';
import { States } from './states.ts';
import { TerminalWatch } from './terminalWatch.ts';
import { SecondFactor } from './secondFactor.ts';
import { TimelineRequests } from './timeline.ts';
import { UndoRequests } from './undo.ts';
import { WindowAccess } from './windowAccess.ts';
import { serveWindow } from './windowSession.ts';
import { Windows, type AttachedWindow } from './windows.ts';

export interface ServerOptions {
  readonly state: StateFolder;
  readonly lock: Lock;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly parts: ServerParts;
  /** How agents are connected on this machine. */
  readonly connections: Pick<AgentConnections, 'coverage' | 'watched' | 'reaches'>;
  /** Sessions of agents on this machine, whether they ask us or not. */
  readonly sights: Pick<SightingPorts, 'processes' | 'transcripts'> & Pick<AgentGuardPorts, 'codexTrust'>;
  /** ms without windows and calls until the server goes. */
  readonly idleTime: number;
  /** ms after the start during which windows of a server before this one may still come back. */
  readonly graceTime: number;
  /** Nothing is left to do: the process may end. */
  onEnd(): void;
}

export interface RunningServer {
  readonly descriptor: Descriptor;
  /** Refuses what waits and ends. */
  stop(why: string): Promise<void>;
}

/** How often the server looks whether the lock and the descriptor are still its own. */
const ownershipTime = 5000;
/** At most one warning a minute about a keys file that somebody keeps writing. */
const keysWarningTime = 60_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { state, lock, version, clock, log, parts } = options;
  const { redact } = parts;
  const fault = (text: string, error: unknown): void => log.error(text, error);
  const windows = new Windows();
  const grants = new Grants(clock);
  const activity = new Activity(clock, () => windows.all);
  const organisation = new OrganisationPolicy(organisationFiles(state.root), ({ problems }) => {
    if (!organisation.current.pause && grants.pausedUntil !== undefined) {
      grants.pause(0);
      states.pauseChanged();
    }
    exporter.changed();
    states.changed(true);
    for (const problem of problems) for (const window of windows.all) window.warning(organisationWarning(problem));
  });
  const exporter = new Exporter({
    folder: state.journal,
    cursors: state.exported,
    version,
    target: () => organisation.current.export,
    fault,
  });
  const policies = new Policies(state.policy, windows, () => organisation.current);
  const workspaceOf = (cwd: string): string => policies.workspaceOf(cwd);
  const recorder = new Recorder({
    clock,
    journal: parts.journal,
    activity,
    redact,
    workspaceOf,
    gitIdentity: (cwd) => parts.gitIdentity(cwd),
    version,
  });
  const orders = new StandingOrders(state.policy);
  const policyOf = (call: Call): Policy => ({ ...policies.at(call.cwd), orders: orders.of(call, windows.beginningOf(sessionKey(call))) });
  const sessions = new Sessions(clock);
  const road = parts.createRoad(
    policyOf,
    (call) => sessions.given(sessionKey(call)),
    (folder) => policies.at(folder).credentialFiles,
  );
  const maskFor = ({ key, cwd }: ResultOf): Mask => {
    const { hideCredentials } = policies.at(cwd);
    if (hideCredentials === 'off' || grants.pausedUntil !== undefined) return (text) => text;
    const given = sessions.given(key);
    const hides: Parameters<ServerParts['mask']>[2] = ({ path, environment }) =>
      (hideCredentials !== 'production' || environment === 'production' || environment === 'unknown') &&
      (path === undefined || !given.includes(path));
    return (text, path) => (given.includes(path) ? text : parts.mask(text, path, hides));
  };
  const give = async (wanted: GiveParams, product: string): Promise<boolean> => {
    const paths = [...new Set([wanted.path, await realPath(wanted.path)])];
    if (wanted.type === 'hide') {
      sessions.takeBack(paths);
      await recorder.note(`${wanted.path} was hidden from all sessions in ${product}`, workspaceOf(wanted.path));
      return true;
    }
    const done = sessions.give(sessionKey(wanted), paths);
    if (done)
      await recorder.note(
        `${wanted.path} was given to session ${wanted.session} of ${wanted.agent} in ${product}: ${redact(wanted.reason.slice(0, 500))}`,
        workspaceOf(wanted.path),
      );
    return done;
  };
  const realPath = createRealPaths(clock);
  const keys = new WindowKeys(state.keys);
  if (!keys.readable) log.error('keys.json cannot be read: no window can prove itself', new Error(state.keys));

  const pause = async (minutes: number, by: string): Promise<void> => {
    if (minutes > 0 && !organisation.current.pause) {
      for (const window of windows.all) window.warning('The policy of your organisation does not let the guard be paused.');
      await recorder.note(`a pause was asked for in ${by}; the policy of the organisation forbids it`);
      return;
    }
    grants.pause(minutes);
    const until = grants.pausedUntil;
    states.pauseChanged();
    await recorder.note(
      until === undefined ? `the pause was ended in ${by}` : `the guard was paused until ${new Date(until).toISOString()} in ${by}`,
    );
  };
  const order = async (change: OrderChange, window: AttachedWindow, proof: FactorProof | undefined): Promise<OrderReply> => {
    // A mark can make production something else, and an action there would then be asked about without a code.
    const level =
      change.type === 'mark' && change.environment !== 'production' ? secondFactor.levelOf(window.policy.secondFactor ?? 'off') : 'off';
    const verdict = level === 'off' ? undefined : await secondFactor.check(proof, level);
    if (verdict?.accepted === false) return { accepted: false, factor: verdict.reason };
    orders.change(window.folders, change, clock.now());
    states.changed(true);
    await recorder.note(
      `${orderText(change)} in ${window.product}, for ${window.folders.join(', ')}${verdict ? `, with ${verdict.by}` : ''}`,
    );
    return { accepted: true };
  };
  const snapshots = new Snapshots({
    jobs: parts.jobs,
    folder: state.snapshots,
    redact,
    workspaceOf,
    retention: () => memory.retention,
    now: () => clock.now(),
    fault,
  });
  const secondFactor = new SecondFactor({
    path: state.factor,
    now: () => clock.now(),
    note: (text) => recorder.note(text),
    warn: (text) => {
      log.info(text);
      for (const window of windows.all) window.warning(text);
    },
  });
  /** What confirming it takes: nothing outside of production. */
  const factorOf = ({ call, decision }: Judgement): FactorLevel =>
    decision.operations.some(({ environment, verdict }) => environment === 'production' && verdict !== 'allow')
      ? secondFactor.levelOf(policies.at(call.cwd).secondFactor ?? 'off')
      : 'off';
  const dumps = new Dumps({ folder: state.dumps, redact, days: () => memory.retention.snapshotDays, now: () => clock.now() });
  const holds: Holds = new Holds({
    dumps,
    factor: {
      levelOf: factorOf,
      isMissing: (level) => secondFactor.isMissing(level),
      check: (proof, level) => secondFactor.check(proof, level),
    },
    clock,
    grants,
    redact,
    snapshots,
    graceUntil: clock.now() + options.graceTime,
    findWindow: (origin) => windows.find(origin),
    judge: (held) => road.judge(held.call, held.variables),
    record: (event) => recorder.held(event, event.cwd),
    backups: (wanted) => Promise.all(wanted.map(async (backup) => backupLine(backup, await ageOf(backup, Date.now())))),
    pause,
    changed: () => {
      states.changed();
      endIfDone();
    },
    fault,
  });
  const states: States = new States({
    clock,
    windows,
    holds,
    grants,
    redact,
    fault,
    surroundings: (window) => parts.surroundings(window.folders, { ...window.policy, orders: orders.on(window.folders) }),
    ordersOn: (folders) => orders.on(folders),
    agentsOn: (folders) => guards.on(folders),
  });
  const guards = new AgentGuards({
    clock,
    connections: options.connections,
    sightings: new AgentSightings({ clock, connections: options.connections, ...options.sights }),
    codexTrust: options.sights.codexTrust,
    folders: () => (retired ? [] : [...new Set(windows.all.flatMap(({ folders }) => folders))]),
    changed: () => states.changed(),
    note: (text) => recorder.note(text),
    warn: (text) => {
      for (const window of windows.all) window.warning(text);
    },
    fault,
  });
  const memory: Memory = new Memory({
    journal: parts.journal,
    jobs: parts.jobs,
    snapshots,
    folder: state.journal,
    windows,
    clock,
    note: (text) => recorder.note(text),
    fault,
  });
  const undo = new UndoRequests({ snapshots, redact, note: (text, workspace, more) => recorder.note(text, workspace, more) });
  const timeline = new TimelineRequests({ jobs: parts.jobs, folder: state.journal, clock });
  const access = new WindowAccess({ keys, windows, now: () => clock.now(), note: (text) => recorder.note(text) });
  const terminals = new TerminalWatch({
    road,
    recorder,
    realPath,
    redact,
    fault,
    unasked: (agent, terminal, cwd) => guards.unasked(agent, terminal, cwd),
  });
  const hooks: HookPorts = {
    dialectFor,
    terminals,
    road,
    grants,
    holds,
    windows,
    recorder,
    snapshots,
    agents: new AgentWatch(),
    realPath,
    redact,
    sessions,
    factorOf,
    maskFor,
    fault,
    seen: (agent, session, call) => guards.seen(agent, session, call),
  };

  let retired = false;
  let ending: Promise<void> | undefined;
  let answering = 0;
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();

  const descriptorOf = (listener: NetServer): Descriptor => ({
    port: (listener.address() as AddressInfo).port,
    pid: process.pid,
    clientToken,
    serverToken,
    version,
  });
  const clientToken = randomBytes(24).toString('hex');
  const serverToken = randomBytes(24).toString('hex');
  const listener = createListener({
    clientToken,
    serverToken,
    fault,
    async hook(request, gone) {
      idle.touch();
      answering++;
      try {
        return await answerHook(request, gone, hooks);
      } finally {
        answering--;
        endIfDone();
      }
    },
    unreadable: (agent, reason) => dialectFor(agent)?.failure(reason) ?? exitTwo(`Tenth Second: ${reason}, so the action did not run.`),
    window(socket) {
      idle.touch();
      streams.add(socket);
      socket.once('close', () => streams.delete(socket));
      serveWindow(socket, {
        access,
        version,
        realPath,
        fault,
        configured,
        gone,
        pause,
        order,
        focused: () => parts.look(),
        verify: (heads) => memory.verify(heads),
        sessions: () => sessions.views(),
        give,
        credentials: (folders) => parts.credentials(folders),
        language: parts.language,
        terminal: (event, from) => void terminals.saw(event, from.id, (alarm) => from.alarm(alarm)),
        undo,
        timeline,
        secondFactor,
      });
    },
    call: (text) =>
      answerServerCall(text, {
        version,
        status: () => ({ version, pid: process.pid, windows: windows.all.length, waiting: holds.live.length, parked: holds.parked.length }),
        retire: (by) => retire(`version ${by} takes over`),
        stop: () => void stop('asked to'),
      }),
  });
  listener.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  function configured(window: AttachedWindow, first: boolean): void {
    idle.touch();
    windows.put(window);
    policies.keep(window);
    parts.openFolders(windows.all.flatMap(({ folders }) => folders));
    memory.configured(window, first);
    organisation.look();
    if (first) for (const problem of organisation.problems) window.warning(organisationWarning(problem));
    if (first) {
      activity.replay(window);
      if (retired) window.retiring();
    }
    holds.attached();
    guards.refresh();
    states.changed(true);
  }

  function gone(window: AttachedWindow): void {
    windows.remove(window.id);
    timeline.follow(window, false);
    parts.openFolders(windows.all.flatMap(({ folders }) => folders));
    holds.detached(window);
  }

  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', resolve);
  });
  listener.on('error', (error) => fault('the port failed', error));
  const descriptor = descriptorOf(listener);
  const idle = new Idle(
    clock,
    options.idleTime,
    () => windows.all.length > 0 || holds.busy || holds.parked.length > 0 || answering > 0,
    () => void stop('nothing to do'),
  );
  writeDescriptor(state.descriptor, descriptor);

  let lastWarning = -keysWarningTime;
  const unwatchKeys = keys.watch(() => {
    if (retired) return;
    keys.restore();
    if (clock.now() - lastWarning < keysWarningTime) return;
    lastWarning = clock.now();
    const text =
      'Somebody changed the list of windows that may answer holds (keys.json). It was put back. If it was not you, an agent tries to weaken the guard.';
    log.info(text);
    for (const window of windows.all) window.warning(text);
    recorder.note(`disarm: keys.json was changed and put back`).catch((error: unknown) => fault('a note could not be recorded', error));
  });
  const unwatchOrders = orders.watch(() => {
    if (retired) return;
    orders.restore();
    const text =
      'Somebody changed what was laid down for a workspace (freeze, pins, marks) behind the guard. It was put back. If it was not you, an agent tries to weaken the guard.';
    log.info(text);
    for (const window of windows.all) window.warning(text);
    recorder
      .note('disarm: orders of a workspace were changed and put back')
      .catch((error: unknown) => fault('a note could not be recorded', error));
  });
  const unlisten = memory.listen();
  const unlistenRecords = parts.journal.listen({
    heads: () => {},
    failing: () => {},
    fault: () => {},
    written: (records) => {
      exporter.changed();
      timeline.written(records);
    },
  });
  exporter.changed();
  const unwatchKnowledge = parts.onKnowledge(() => {
    states.changed(true);
    for (const window of windows.all) window.credentialsChanged();
  });
  const ownership = setInterval(() => {
    if (retired) return;
    // Two servers would ask two times and keep two journals: the one without the lock goes.
    if (!lock.isOwn()) void retire('the lock belongs to another server');
    else if (readDescriptor(state.descriptor)?.serverToken !== serverToken) writeDescriptor(state.descriptor, descriptor);
  }, ownershipTime);

  /** Frees port, descriptor and lock, and stays only for what agents wait for. */
  async function retire(why: string, leaving = false): Promise<void> {
    if (retired) return;
    retired = true;
    log.info(`retires: ${why}`);
    clearInterval(ownership);
    unwatchKeys();
    unwatchOrders();
    listener.close();
    removeDescriptor(state.descriptor, descriptor);
    holds.retire();
    if (!leaving) {
      // What is still answered here is written beside the journal, and taken over by its new writer.
      await parts.journal.handOver().catch((error: unknown) => fault('the journal could not be handed over', error));
      lock.release();
    }
    for (const window of windows.all) window.retiring();
    setImmediate(endIfDone);
  }

  async function stop(why: string): Promise<void> {
    await retire(why, true);
    await holds.close();
    await end();
  }

  function endIfDone(): void {
    if (retired && !holds.busy && answering === 0) void end();
  }

  /** Whoever asks for the end waits for the same one. */
  function end(): Promise<void> {
    ending ??= finish()
      .catch((error: unknown) => fault('could not end in order', error))
      .finally(() => options.onEnd());
    return ending;
  }

  async function finish(): Promise<void> {
    clearInterval(ownership);
    unwatchKeys();
    unwatchOrders();
    unwatchKnowledge();
    guards.dispose();
    activity.flush();
    for (const stream of streams) stream.end();
    await flushed(sockets);
    unlisten();
    unlistenRecords();
    await exporter.close();
    await parts.jobs.close();
    await parts.journal.close();
    lock.release();
    await parts.close();
    log.info('ended');
  }

  await recorder.note(`server ${version} started`);
  log.info(`version ${version} listens`);
  return { descriptor, stop };
}

function organisationWarning(problem: string): string {
  return `The policy of your organisation cannot be followed as it stands, so the strictest holds: ${problem}.`;
}

const flushTime = 1000;

/** Answers on their way out are read by their clients before the process ends. */
async function flushed(sockets: ReadonlySet<Socket>): Promise<void> {
  const all = [...sockets].map(
    (socket) => new Promise<void>((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve()))),
  );
  await Promise.race([Promise.all(all), new Promise<void>((resolve) => setTimeout(resolve, flushTime))]);
  for (const socket of sockets) socket.destroy();
}
