import { defaultApplication } from "@/lib/ledger/deployments/schema"
import { type DemoDeployment, DemoStory, demoApplications } from "./demo-story"
import { minuteMs } from "./working-time"

/** The demo deployments as import rows, oldest first, ending with one in progress. */
export function demoRows(now: Date): Record<string, unknown>[] {
  const stories = demoApplications.map(
    (application, index) => new DemoStory(application, now.getTime(), index + 1),
  )
  const deployments = stories
    .flatMap((story) => story.deployments)
    .sort((a, b) => a.deployedAt - b.deployedAt)
  return [...deployments.map(toRow), ...pending(deployments, now)]
}

/** The newest build of the platform in dev, on its way to staging for three minutes. */
function pending(deployments: DemoDeployment[], now: Date): Record<string, unknown>[] {
  const newest = deployments.findLast(
    ({ application, environment, status }) =>
      application === defaultApplication && environment === "dev" && status === "DEPLOYED",
  )
  if (newest === undefined) return []
  const deployedAt = Math.max(now.getTime() - 3 * minuteMs, newest.deployedAt)
  return [
    {
      ...toRow(newest),
      environment: "staging",
      status: "PENDING",
      deployedAt: toTime(deployedAt),
      completedAt: undefined,
    },
  ]
}

function toRow(deployment: DemoDeployment): Record<string, unknown> {
  const { build, committedAt, deployedAt, completedAt, rolledBackAt, ...rest } = deployment
  return {
    ...rest,
    committedAt: toTime(committedAt),
    deployedAt: toTime(deployedAt),
    completedAt: toTime(completedAt),
    rolledBackAt: toTime(rolledBackAt),
    acrRegistry: "slipwaydemo.azurecr.io",
    runUrl: `https://ci.example.com/${deployment.application}/runs/${4_000 + build}`,
    ...(deployment.application === defaultApplication ? platformDetails(build) : {}),
  }
}

/** The services and chart version that the platform ships, which advance with its builds. */
function platformDetails(build: number) {
  const version = (major: number, pace: number) =>
    `${major}.${Math.floor(build / (pace * 9))}.${Math.floor(build / pace) % 9}`
  return {
    helmChartVersion: version(4, 10),
    serviceVersions: {
      api: version(2, 1),
      web: version(5, 2),
      worker: version(1, 4),
      gateway: version(3, 7),
    },
  }
}

function toTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
