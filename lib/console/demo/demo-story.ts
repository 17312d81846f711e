import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { dayMs, hourMs, minuteMs } from "@/lib/platform/instant"
import { seededRandom } from "./seeded-random"
import { nextWorkingTime, workingDays, workingTime } from "./working-time"

/** One deployment in the form of an import row; times are milliseconds since 1970. */
export type DemoDeployment = {
  application: string
  environment: DemoEnvironment
  imageTag: string
  gitCommit: string
  gitBranch: string
  status: DeploymentStatus
  committedAt: number
  deployedAt: number
  completedAt?: number
  rolledBackAt?: number
  rollbackReason?: string
  initiatedBy: string
  notes?: string
  build: number
}

type Build = {
  number: number
  commit: string
  tag: string
  branch: string
  committedAt: number
  notes?: string
}

const storyDays = 120

/** Generates the history of one application over the days before `now`; deterministic for a given `now` and seed. */
export class DemoStory {
  readonly deployments: DemoDeployment[] = []
  private readonly random: () => number
  private builds = 0
  private readonly last: Record<DemoEnvironment, number> = { dev: 0, staging: 0, prod: 0 }
  private goodInProd: Build | null = null

  constructor(
    private readonly application: DemoApplication,
    private readonly now: number,
    seed: number,
  ) {
    this.random = seededRandom(seed)
    for (const day of workingDays(now, storyDays)) this.simulateDay(day)
  }

  private simulateDay(day: number): void {
    const { buildsPerDay } = this.application
    const count = Math.floor(buildsPerDay * (0.4 + 1.2 * this.random()) + this.random())
    const times = Array.from({ length: count }, () => workingTime(day, this.random())).sort((a, b) => a - b)
    for (const time of times) this.ship(this.build(time, this.chance(0.75) ? "main" : this.featureBranch()))
  }

  private ship(build: Build): void {
    const inDev = this.arrive(build, "dev", build.committedAt + this.between(5, 25) * minuteMs, 0.04)
    if (inDev === null || build.branch !== "main" || !this.chance(this.application.toStaging)) return
    const inStaging = this.arrive(
      build,
      "staging",
      nextWorkingTime(inDev + this.between(1, 20) * hourMs),
      0.03,
    )
    if (inStaging === null || !this.chance(this.application.toProd)) return
    this.release(build, nextWorkingTime(inStaging + this.between(3, 30) * hourMs))
  }

  /** Deploys a build to prod, and simulates the response if it turns out to be bad. */
  private release(build: Build, time: number): void {
    if (time > this.now - this.application.prodQuietDays * dayMs) return
    const failed = this.chance(0.03) && this.arrive(build, "prod", time, 1) === null
    const arrived = this.arrive(build, "prod", failed ? time + 40 * minuteMs : time, 0)
    if (arrived === null) return
    if (this.goodInProd === null || !this.chance(this.application.badInProd)) {
      this.goodInProd = build
      return
    }
    this.rollBack(this.goodInProd, arrived)
  }

  /**
   * Either marks the build as rolled back or redeploys the previous tag; a hotfix follows, which sometimes skips
   * staging.
   */
  private rollBack(goodBuild: Build, since: number): void {
    const reason = rollbackReasons[Math.floor(this.random() * rollbackReasons.length)] ?? rollbackReasons[0]
    const noticed = since + this.between(12, 95) * minuteMs
    const failedDeployment = this.deployments.at(-1)
    if (this.chance(0.6) && failedDeployment !== undefined && noticed < this.now) {
      Object.assign(failedDeployment, {
        status: "ROLLED_BACK",
        rolledBackAt: noticed,
        rollbackReason: reason,
      })
    } else {
      this.arrive({ ...goodBuild, notes: `Rolled back to ${goodBuild.tag}: ${reason}` }, "prod", noticed, 0)
    }
    const fix = this.build(
      noticed + this.between(40, 150) * minuteMs,
      "hotfix/after-incident",
      `Hotfix: ${reason}`,
    )
    const inDev = this.arrive(fix, "dev", fix.committedAt + 6 * minuteMs, 0)
    const from =
      this.chance(0.5) || inDev === null ? inDev : this.arrive(fix, "staging", inDev + 12 * minuteMs, 0)
    if (from !== null && this.arrive(fix, "prod", from + 20 * minuteMs, 0) !== null) this.goodInProd = fix
  }

  /**
   * Returns the arrival time, or null if the deployment failed or lies in the future. Builds never overtake each other.
   */
  private arrive(build: Build, environment: DemoEnvironment, time: number, failure: number): number | null {
    const { name, minutes, pipeline, people } = this.application
    const deployedAt = Math.round(Math.max(time, this.last[environment] + 10 * minuteMs) / 1000) * 1000
    const completedAt =
      deployedAt + Math.round(minutes[environment] * (0.7 + 0.8 * this.random() ** 3) * 60) * 1000
    if (completedAt > this.now) return null
    this.last[environment] = deployedAt
    const failed = this.random() < failure
    const person = people[Math.floor(this.random() * people.length)] ?? pipeline
    this.deployments.push({
      application: name,
      environment,
      imageTag: build.tag,
      gitCommit: build.commit,
      gitBranch: build.branch,
      status: failed ? "FAILED" : "DEPLOYED",
      committedAt: build.committedAt,
      deployedAt,
      completedAt,
      initiatedBy: environment === "prod" ? person : pipeline,
      notes: failed ? "The rollout did not become ready in time." : build.notes,
      build: build.number,
    })
    return failed ? null : deployedAt
  }

  private build(time: number, branch: string, notes?: string): Build {
    const number = this.builds++
    const commit = Array.from({ length: 40 }, () => Math.floor(this.random() * 16).toString(16)).join("")
    return {
      number,
      commit,
      tag: this.application.tag(number, commit),
      branch,
      committedAt: Math.round(time / 1000) * 1000,
      notes,
    }
  }

  private featureBranch(): string {
    const words = ["invoice-export", "tenant-limits", "faster-search", "sso-groups", "audit-view"]
    return `feature/${words[Math.floor(this.random() * words.length)]}`
  }

  private chance(probability: number): boolean {
    return this.random() < probability
  }

  private between(low: number, high: number): number {
    return low + this.random() * (high - low)
  }
}

type DemoEnvironment = "dev" | "staging" | "prod"

/** How one demo application is built and shipped. */
type DemoApplication = {
  name: string
  /** Average number of builds per working day. */
  buildsPerDay: number
  /** The share of builds in dev that go on to staging, and of those to prod. */
  toStaging: number
  toProd: number
  /** The share of arrivals in prod that must be rolled back. */
  badInProd: number
  /** Deployment duration in minutes, by environment. */
  minutes: Record<DemoEnvironment, number>
  /** The number of days without a deployment to prod, so that prod drifts. */
  prodQuietDays: number
  pipeline: string
  people: readonly string[]
  tag: (build: number, commit: string) => string
}

const platformTeam = ["maya.okafor", "jonas.lindqvist", "priya.raman"]

export const demoApplications: readonly DemoApplication[] = [
  {
    name: "platform",
    buildsPerDay: 2.6,
    toStaging: 0.55,
    toProd: 0.5,
    badInProd: 0.08,
    minutes: { dev: 4, staging: 9, prod: 16 },
    prodQuietDays: 0,
    pipeline: "platform-cd",
    people: platformTeam,
    tag: (build, commit) => `v2.${30 + Math.floor(build / 12)}.${build % 12}-${commit.slice(0, 7)}`,
  },
  {
    name: "checkout",
    buildsPerDay: 1.8,
    toStaging: 0.7,
    toProd: 0.65,
    badInProd: 0.06,
    minutes: { dev: 2, staging: 3, prod: 5 },
    prodQuietDays: 0,
    pipeline: "github-actions",
    people: ["tomas.novak", "lucia.ferrari"],
    tag: (build) => `v1.${8 + Math.floor(build / 20)}.${build % 20}`,
  },
  {
    name: "identity",
    buildsPerDay: 0.8,
    toStaging: 0.8,
    toProd: 0.6,
    badInProd: 0.04,
    minutes: { dev: 3, staging: 5, prod: 8 },
    prodQuietDays: 24,
    pipeline: "github-actions",
    people: ["priya.raman", "hana.sato"],
    tag: (build) => `v3.${Math.floor(build / 15)}.${build % 15}`,
  },
  {
    name: "notifications",
    buildsPerDay: 0.6,
    toStaging: 0.75,
    toProd: 0.8,
    badInProd: 0.05,
    minutes: { dev: 1.5, staging: 2, prod: 3 },
    prodQuietDays: 0,
    pipeline: "gitlab-runner",
    people: ["tomas.novak"],
    tag: (_build, commit) => `release-${commit.slice(0, 10)}`,
  },
]

const rollbackReasons = [
  "Error rate on /checkout went from 0.2% to 4%",
  "Memory grows until the pods are restarted",
  "Sign-in fails for tenants with SAML",
  "A migration locks the orders table",
  "Latency p95 doubled after the new cache",
  "Notifications are sent twice",
] as const
