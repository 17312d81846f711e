import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { webhookEventTypes } from "@/lib/console/webhooks/event-types"
import { inspectHelm } from "@/lib/kube/helm/find-helm"
import { disconnect } from "@/lib/platform/db/client"
import { api } from "@/lib/platform/paths"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { ChaosClient } from "./chaos-client"
import { checkOperations, differences, unfinished } from "./check-fleet"
import { type Checked, checkLedger, unlogged } from "./check-ledger"
import { checkWebhooks, undelivered } from "./check-webhooks"
import { HelmCount } from "./count-helms"
import { Dice } from "./dice"
import { type Fault, Faults, planFaults } from "./faults"
import { FleetTraffic } from "./fleet-traffic"
import { Installation } from "./installation"
import { LedgerTraffic } from "./ledger-traffic"
import { PolicyTraffic } from "./policy-traffic"
import type { Report } from "./report"

export type ChaosOptions = {
  seed: number
  faults: number
  /** The time between two faults. */
  everyMs: number
  /** Runs only kinds with this in their name. */
  only: string
  say: (line: string) => void
}

/** Slipway's promised recovery time after the last fault. */
const promisedMs = 90_000
/** The number of faults after which everything may recover and is checked. */
const faultsPerRound = 50
const pipelines = 4
const teams = 3
const pipelinePaceMs = 250
const teamPaceMs = 3_000
const policyPaceMs = 4_000

/** Starts an installation, causes faults while it is in use, and reports which of Slipway's promises held. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const { seed, say } = options
  say("Starting two web processes, two workers, PostgreSQL with a synchronous standby and a cluster …")
  const installation = await Installation.start()
  process.env.DATABASE_URL = installation.env.DATABASE_URL
  process.env.SLIPWAY_SECRET_KEY = installation.env.SLIPWAY_SECRET_KEY
  const helms = new HelmCount(installation.folder)
  let isAsPromised = false
  try {
    const client = new ChaosClient(installation.url, installation.env.SLIPWAY_BOOTSTRAP_TOKEN ?? "", (text) =>
      installation.note(text),
    )
    const faults = new Faults(installation)
    const traffic = await prepareTraffic(options, installation, client)
    const checked: Checked = {}
    const plan = planFaults(seed, options.faults, options.everyMs, options.only)
    for (let done = 0; done < plan.length; done += faultsPerRound) {
      const round = plan.slice(done, done + faultsPerRound)
      await runRound(round, faults, traffic, client)
      const missing = () => unlogged(sentBy(traffic), faults.webEnds)
      const recoverySeconds = await recover(installation, missing)
      const results = {
        ...(await check(installation, client, traffic, helms)),
        "every accepted event is in the request log, unless its web process ended": await missing(),
      }
      for (const [name, wrong] of Object.entries(results))
        checked[name] = [...(checked[name] ?? []), ...wrong]
      say(
        `${done + round.length} of ${plan.length} faults; recovered ${recoverySeconds} s after the last; ${summary(results)}`,
      )
    }
    checked["every response is one that the API promises"] = client.problems
    checked["the gate blocks what is quarantined or frozen, and nothing longer"] = traffic.policy.problems
    checked["every fault could be caused"] = faults.problems
    isAsPromised = Object.values(checked).every((wrong) => wrong.length === 0)
    return {
      seed,
      checked,
      faults: faults.counts,
      responses: client.counts,
      longestGapMs: client.longestGapMs,
      traffic: [...traffic.pipelines, ...traffic.teams, traffic.policy, installation.receiver].map(
        ({ counts }) => counts,
      ),
      folder: isAsPromised ? null : installation.folder,
    }
  } finally {
    await helms.stop()
    await disconnect()
    await installation.stop(!isAsPromised)
  }
}

type Traffic = { pipelines: LedgerTraffic[]; teams: FleetTraffic[]; policy: PolicyTraffic }

const sentBy = ({ pipelines }: Traffic) => pipelines.flatMap(({ sent }) => sent)

async function prepareTraffic(
  { seed }: ChaosOptions,
  { folder, receiver }: Installation,
  client: ChaosClient,
): Promise<Traffic> {
  const create = async (path: string, body: object) =>
    (await client.retryUntilDecided("POST", path, { body })).body
  const events = webhookEventTypes
  receiver.secret = String(
    (await create(api("/webhooks"), { name: "all", url: receiver.url, events })).secret,
  )
  const source = async (system: string) =>
    String((await create(api("/ingest/sources"), { name: system, system })).secret)
  const secrets = { generic: await source("GENERIC"), github: await source("GITHUB") }
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const dice = (name: string) => new Dice(seed, name)
  return {
    pipelines: numbers(pipelines).map(
      (n) => new LedgerTraffic(`pipeline-${n}`, client, dice(`pipeline-${n}`), secrets),
    ),
    teams: await Promise.all(
      numbers(teams).map(async (n) => {
        const slug = `team-${n}`
        const { id } = await create(api("/tenants"), { slug })
        const byHand = await HelmByHand.inSandboxOf(folder, `tenant-${slug}`)
        return new FleetTraffic({ id: String(id), slug }, client, dice(slug), byHand)
      }),
    ),
    policy: new PolicyTraffic(client, dice("policy")),
  }
}

/** Waits until every fault is over and every request has a response. */
async function runRound(plan: Fault[], faults: Faults, traffic: Traffic, client: ChaosClient): Promise<void> {
  const ending = new AbortController()
  client.pauseClock()
  const running = Promise.all([
    ...traffic.pipelines.map((pipeline) => pipeline.run(pipelinePaceMs, ending.signal)),
    ...traffic.teams.map((team) => team.run(teamPaceMs, ending.signal)),
    traffic.policy.run(policyPaceMs, ending.signal),
  ])
  const startedAt = Date.now()
  const firstMs = plan[0]?.atMs ?? 0
  for (const fault of plan) {
    await sleep(startedAt + fault.atMs - firstMs - Date.now())
    faults.startFault(fault)
  }
  await faults.finished()
  ending.abort()
  await running
}

/** Waits until everything accepted has ended, matches Helm, was announced and logged; returns the number of seconds. */
async function recover(installation: Installation, missing: () => Promise<string[]>): Promise<number> {
  const startedAt = Date.now()
  await installation.untilReady()
  const context = await helmContext(installation)
  while (Date.now() < startedAt + promisedMs) {
    const open = [unfinished(), undelivered(installation.receiver), missing(), differences(context)]
    if ((await Promise.all(open)).every((found) => found.length === 0)) break
    await sleep(1_000)
  }
  return Math.round((Date.now() - startedAt) / 1_000)
}

async function check(
  installation: Installation,
  client: ChaosClient,
  traffic: Traffic,
  helms: HelmCount,
): Promise<Checked> {
  const sent = sentBy(traffic)
  const accepted = {
    operations: traffic.teams.flatMap(({ operations }) => operations),
    rollouts: traffic.teams.flatMap(({ rollouts }) => rollouts),
  }
  const audit = await client.retryUntilDecided("GET", api("/audit/verify"))
  return {
    ...(await checkLedger(sent, client)),
    "the audit log verifies": audit.body.ok === true ? [] : [JSON.stringify(audit.body)],
    "everything accepted has ended within 90 s": await unfinished(),
    "every release equals `helm history`, and nothing is pending": await differences(
      await helmContext(installation),
    ),
    ...(await checkOperations(accepted, helms)),
    "no change starts Helm with a quarantined version": await traffic.policy.checkQuarantine(),
    ...(await checkWebhooks(installation.receiver, sent)),
  }
}

async function helmContext({ folder, env }: Installation) {
  const kubeconfig = await readFile(join(folder, "sandbox", "kubeconfig.yaml"), "utf8")
  return { helm: await inspectHelm(env.SLIPWAY_HELM ?? "", "download"), kubeconfig }
}

function summary(checked: Checked): string {
  const broken = Object.values(checked).filter((wrong) => wrong.length > 0).length
  return broken === 0
    ? "every invariant holds"
    : `${broken} of ${Object.keys(checked).length} invariants do not hold`
}
