import { helmsByOperation } from "@/tools/testing/helm-processes"
import { Dice } from "./dice"
import type { Installation } from "./installation"

/** The faults and their frequency per hundred. `pauseMs` is sometimes longer than a lease. */
const kinds = {
  "web killed": 14,
  "web paused": 8,
  "web stopped": 6,
  "worker killed": 14,
  "worker paused": 10,
  "worker stopped": 6,
  "helm killed": 12,
  "helm paused": 4,
  "sandbox killed": 4,
  "database connections dropped": 6,
  "PostgreSQL restarted": 4,
  "PostgreSQL crashed": 4,
  "standby restarted": 3,
  failover: 3,
  "failover from a lost machine": 2,
} as const

export type FaultKind = keyof typeof kinds
export type Fault = { kind: FaultKind; atMs: number; index: number; forMs: number }

/**
 * The faults for a seed. Each kind occurs once before any repeats, and each web process and worker is killed once.
 * `only`: part of the name of the kinds to use.
 */
export function planFaults(seed: number, count: number, everyMs: number, only: string): Fault[] {
  const dice = new Dice(seed, "faults")
  const kindNames = Object.keys(kinds).filter(
    (kind): kind is FaultKind => kind in kinds && kind.includes(only),
  )
  const weighted = kindNames.flatMap((kind) => Array<FaultKind>(kinds[kind]).fill(kind))
  const first = dice.shuffled([
    ...kindNames,
    ...kindNames.filter((kind) => /^(web|worker) killed$/.test(kind)),
  ])
  const planned = Array.from({ length: count }, (_, number) => first[number] ?? dice.pick(weighted))
  return planned.map((kind, number) => ({
    kind,
    atMs: Math.round((number + dice.integer(0, 50) / 100) * everyMs),
    // Alternates between the processes.
    index: planned.slice(0, number).filter((earlier) => earlier === kind).length % 2,
    forMs: dice.pick([500, 1_000, 2_000, 4_000, 9_000]),
  }))
}

/** Causes faults; those of one process, and those of PostgreSQL, run sequentially. */
export class Faults {
  readonly counts = new Map<string, number>()
  readonly problems: string[] = []
  /** When web processes were killed or stopped. */
  readonly webEnds: number[] = []
  private readonly queues = new Map<string, Promise<void>>()

  constructor(private readonly installation: Installation) {}

  startFault(fault: Fault): void {
    const target = targetOf(fault)
    const earlier = this.queues.get(target) ?? Promise.resolve()
    this.queues.set(
      target,
      earlier.then(async () => {
        this.installation.note(`${fault.kind} ${fault.index + 1}, ${fault.forMs} ms`)
        if (/^web (killed|stopped)$/.test(fault.kind)) this.webEnds.push(Date.now())
        const isCaused = await this.cause(fault).catch((error: unknown) => {
          this.problems.push(`${fault.kind}: ${String(error)}`)
          return false
        })
        this.installation.note(`${fault.kind} ${fault.index + 1} is over`)
        if (isCaused !== false) this.counts.set(fault.kind, (this.counts.get(fault.kind) ?? 0) + 1)
      }),
    )
  }

  /** Waits until every fault has been caused and is over. */
  async finished(): Promise<void> {
    await Promise.all(this.queues.values())
  }

  /** False if there was nothing to break. */
  private async cause({ kind, index, forMs }: Fault): Promise<unknown> {
    const { folder, postgres, sandbox, webs, workers } = this.installation
    const web = webs[index]
    const worker = workers[index]
    const effects: Record<FaultKind, () => unknown> = {
      "web killed": () => web?.signal("SIGKILL"),
      "web paused": () => web?.pause(forMs),
      "web stopped": () => web?.signal("SIGTERM"),
      "worker killed": () => worker?.signal("SIGKILL"),
      "worker paused": () => worker?.pause(forMs),
      "worker stopped": () => worker?.signal("SIGTERM"),
      "helm killed": () => signalHelm(folder, "SIGKILL"),
      "helm paused": () => pauseHelm(folder, forMs),
      "sandbox killed": () => sandbox.signal("SIGKILL"),
      "database connections dropped": () => postgres.dropConnections(),
      "PostgreSQL restarted": () => postgres.restart(),
      "PostgreSQL crashed": () => postgres.crash(),
      "standby restarted": () => postgres.restartStandby(forMs),
      failover: () => postgres.failOver(false),
      "failover from a lost machine": () => postgres.failOver(true),
    }
    return effects[kind]()
  }
}

const targetOf = ({ kind, index }: Fault) =>
  /^(web|worker)/.test(kind)
    ? `${kind.split(" ")[0]} ${index}`
    : /^(helm|sandbox)/.test(kind)
      ? kind
      : "PostgreSQL"

/** Chooses the Helm process that has run the longest, because it is in the middle of its work. */
async function anyHelm(folder: string): Promise<number | undefined> {
  return [...(await helmsByOperation(folder)).values()].flat().sort((a, b) => a - b)[0]
}

async function signalHelm(folder: string, signal: NodeJS.Signals): Promise<boolean> {
  const pid = await anyHelm(folder)
  return pid !== undefined && send(pid, signal)
}

async function pauseHelm(folder: string, milliseconds: number): Promise<boolean> {
  const pid = await anyHelm(folder)
  if (pid === undefined || !send(pid, "SIGSTOP")) return false
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  send(pid, "SIGCONT")
  return true
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    // The process has just ended.
    return false
  }
}
