import { setTimeout as sleep } from "node:timers/promises"
import { alignColumns, type Command, command, type Result, UsageError } from "@/cli/command"
import { readTarget, requireTarget, targetOptions } from "@/cli/deploy"
import { api } from "@/lib/platform/paths"
import type { ResponseOf } from "@/lib/web/client/request"

const defaultWaitSeconds = 1_800
const gatePollMs = 10_000

export const ledgerCommands: Record<string, Command> = {
  gate: command({
    summary: "Check whether a deployment is allowed. Exits with 1 if it is not.",
    options: {
      ...targetOptions,
      wait: { help: "Wait until it is allowed." },
      timeout: { value: "SECONDS", help: `How long to wait. Default: ${defaultWaitSeconds}.` },
    },
    async run({ client, env, note }, { values }) {
      const lane = requireTarget(readTarget(values, env))
      const deadline = Date.now() + parseSeconds(values.timeout, "--timeout", defaultWaitSeconds) * 1_000
      for (let before = ""; ; ) {
        const response = await client.request(api("/platform/deployments/gate", lane))
        const result = gateResult(response, lane)
        if (response.allowed || !values.wait || Date.now() + gatePollMs > deadline) return result
        const now = result.lines.join(" ")
        if (now !== before) note(`${now} Waiting.`)
        before = now
        await sleep(gatePollMs)
      }
    },
  }),
  rollback: command({
    summary: "Mark the deployment of a tag as rolled back.",
    options: { ...targetOptions, reason: { value: "TEXT", help: "Why." } },
    async run({ client, env }, { values }) {
      const { environment, application, imageTag } = readTarget(values, env)
      if (imageTag === undefined) throw new UsageError("--tag is missing.")
      const body = { environment, application, reason: values.reason }
      const response = await client.request(api("/platform/deployments/tag/{imageTag}/rollback", imageTag), {
        method: "POST",
        body,
      })
      return {
        lines: [
          `${response.application} ${response.imageTag} in ${response.environment} is ${response.status}.`,
        ],
        data: response,
      }
    },
  }),
  current: command({
    summary: "Show which version is live.",
    options: { environment: targetOptions.environment, application: targetOptions.application },
    async run({ client, env }, { values }) {
      const { environment, application } = readTarget(values, env)
      const response = await client.request(
        api("/platform/deployments/current", { environment, application }),
      )
      const { imageTag, deployedAt, deployedBy } = response
      return {
        lines: [
          `${response.application} ${imageTag} in ${response.environment} since ${deployedAt}, by ${deployedBy}`,
        ],
        data: response,
      }
    },
  }),
  drift: command({
    summary: "Show what differs between environments.",
    options: {
      application: targetOptions.application,
      check: { help: "Exit with 1 if anything differs." },
    },
    async run({ client, env }, { values }) {
      const { application } = readTarget(values, env)
      const response = await client.request(api("/platform/deployments/drift"))
      const rows = response.applications.filter(
        (row) => application === undefined || row.application === application,
      )
      const differs = rows.some(({ inSync }) => !inSync)
      return {
        lines: alignColumns([
          ["APPLICATION", ...response.environments.map((name) => name.toUpperCase()), ""],
          ...rows.map(({ application, cells, inSync }) => [
            application,
            ...cells.map(
              ({ imageTag, behind }) =>
                `${imageTag ?? "–"}${behind ? ` (${behind.build ? "other build" : `${behind.versions} behind`})` : ""}`,
            ),
            inSync ? "in sync" : "differs",
          ]),
        ]),
        data: { ...response, applications: rows },
        ok: !(values.check && differs),
      }
    },
  }),
  history: command({
    summary: "List deployments, newest first.",
    options: {
      environment: targetOptions.environment,
      application: targetOptions.application,
      tag: { value: "TAG", help: "Only this image tag." },
      status: { value: "STATUS", help: "Only this status." },
      branch: { value: "NAME", help: "Only this git branch." },
      commit: { value: "SHA", help: "Only this git commit." },
      limit: { value: "N", help: "At most this many. Default: 20." },
    },
    async run({ client, env }, { values }) {
      const { tag: imageTag, status, branch, commit, limit = "20" } = values
      const { environment, application } = readTarget({ ...values, tag: undefined }, env)
      const query = { environment, application, imageTag, status, branch, commit, limit }
      const response = await client.request(api("/platform/deployments/history", query))
      return {
        lines: alignColumns([
          ["DEPLOYED AT", "ENVIRONMENT", "APPLICATION", "TAG", "STATUS", "BY"],
          ...response.map((one) => [
            one.deployedAt,
            one.environment,
            one.application,
            one.imageTag,
            one.status,
            one.initiatedBy,
          ]),
        ]),
        data: response,
      }
    },
  }),
}

function gateResult(
  response: ResponseOf<"/api/v1/platform/deployments/gate", "GET">,
  { environment, imageTag }: { environment: string; imageTag: string },
): Result {
  const failing = response.reasons
    .filter(({ blocking }) => blocking !== response.allowed)
    .map(({ message }) => message)
  const verdict = `${imageTag} may ${response.allowed ? "" : "not "}be deployed to ${environment}.`
  return { lines: [[verdict, ...failing].join(" ")], data: response, ok: response.allowed }
}

/** Throws a UsageError unless it is a number of seconds up to a day. */
export function parseSeconds(text: string | undefined, option: string, initial: number): number {
  if (text === undefined) return initial
  if (!/^\d{1,5}$/.test(text) || Number(text) > 86_400)
    throw new UsageError(`${option} must be a number of seconds, at most 86400.`)
  return Number(text)
}
