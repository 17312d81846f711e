import { readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import {
  alignColumns,
  type Command,
  type Context,
  command,
  type Result,
  UsageError,
  type Values,
} from "@/cli/command"
import { parseSeconds } from "@/cli/ledger"
import { setValues } from "@/cli/set-values"
import { NoResponse, Refused, type SlipwayClient } from "@/cli/slipway-client"
import { api } from "@/lib/platform/paths"
import { readValues } from "@/lib/platform/yaml/read-yaml"
import type { ResponseOf } from "@/lib/web/client/request"

type Release = ResponseOf<"/api/v1/helm/releases/{releaseId}", "GET">

const release = "TENANT/RELEASE"
const releaseNote = "The release is named by tenant and name, such as acme/acme-ai, or by its id."

const wait = { help: "Wait until Helm is done; exits with 1 if it failed." } as const
const reason = { value: "TEXT", help: "The reason for the change, kept in the history." } as const
const timeout = { value: "SECONDS", help: "How long Helm waits for resources." } as const
const change = {
  values: { value: "FILE", multiple: true, help: "Values, YAML or JSON. Repeatable; the last one wins." },
  set: {
    value: "PATH=VALUE",
    multiple: true,
    help: "One value, such as image.tag=v1.2.0; wins over files. Repeatable.",
  },
  timeout,
  atomic: { help: "Roll back automatically on failure." },
  "wait-for-jobs": { help: "Also wait until Jobs have completed." },
  "app-version": { value: "VERSION", help: "The app version that the values deploy." },
  description: { value: "TEXT", help: "Shown in the history." },
  wait,
} as const

export const releaseCommands: Record<string, Command> = {
  "release install": command({
    summary: "Install a chart for a tenant.",
    argument: release,
    options: {
      chart: { value: "CHART", required: true, help: "`name` or `repository/name`." },
      version: { value: "VERSION", required: true, help: "The exact chart version." },
      ...change,
    },
    async run(context, { argument, values }) {
      const { client } = context
      const [tenant, releaseName] = splitName(argument)
      const body = {
        ...(await readChange(values)),
        tenantId: await resolveTenant(client, tenant),
        releaseName,
        chartName: values.chart,
        chartVersion: values.version,
      }
      return follow(
        context,
        await client.request(api("/helm/releases"), { method: "POST", body }),
        values.wait,
      )
    },
  }),
  "release upgrade": command({
    summary: "Upgrade a release.",
    argument: release,
    options: {
      version: { value: "VERSION", help: "The exact chart version. Default: unchanged." },
      "values-mode": {
        value: "MODE",
        help: "What happens to the current values: reset-then-reuse (default), reset or reuse.",
      },
      ...change,
    },
    notes: releaseNote,
    async run(context, { argument, values }) {
      const { client } = context
      const mode = values["values-mode"]
      const valuesMode = valuesModes.find((candidate) => candidate === mode)
      if (mode !== undefined && valuesMode === undefined)
        throw new UsageError(`--values-mode must be one of ${valuesModes.join(", ")}.`)
      const body = { ...(await readChange(values)), chartVersion: values.version, valuesMode }
      const id = await resolveRelease(client, argument)
      return follow(
        context,
        await client.request(api("/helm/releases/{releaseId}/upgrade", id), { method: "POST", body }),
        values.wait,
      )
    },
  }),
  "release rollback": command({
    summary: "Roll back a release to a revision, or to the last successful one.",
    argument: release,
    options: {
      revision: { value: "N", help: "The revision. Default: the last successful one." },
      reason,
      wait,
    },
    notes: releaseNote,
    async run(context, { argument, values }) {
      const { client } = context
      const { revision, reason } = values
      if (revision !== undefined && !/^[1-9]\d{0,8}$/.test(revision))
        throw new UsageError("--revision must be a number from 1.")
      const id = await resolveRelease(client, argument)
      const response =
        revision === undefined
          ? await client.request(api("/helm/releases/{releaseId}/rollback/last-successful", id), {
              method: "POST",
              body: { reason },
            })
          : await client.request(api("/helm/releases/{releaseId}/rollback", id), {
              method: "POST",
              body: { targetRevision: Number(revision), reason },
            })
      return follow(context, response, values.wait)
    },
  }),
  "release uninstall": command({
    summary: "Uninstall a release. Its history is kept.",
    argument: release,
    options: {
      reason: { ...reason, required: true },
      timeout,
      "skip-hooks": { help: "Do not run the chart's delete hooks." },
      wait,
    },
    notes: releaseNote,
    async run(context, { argument, values }) {
      const { client } = context
      const query = {
        reason: values.reason,
        timeout: values.timeout,
        skipHooks: values["skip-hooks"] || undefined,
      }
      const id = await resolveRelease(client, argument)
      return follow(context, await uninstall(client, id, query), values.wait)
    },
  }),
  "release history": command({
    summary: "List the revisions of a release, newest first.",
    argument: release,
    options: {},
    notes: releaseNote,
    async run({ client }, { argument }) {
      const response = await client.request(
        api("/helm/releases/{releaseId}/history", await resolveRelease(client, argument)),
      )
      return {
        lines: alignColumns([
          ["REVISION", "OPERATION", "CHART", "STATUS", "AT", "BY"],
          ...response.map((one) => [
            `${one.revision}${one.current ? "*" : ""}`,
            one.operation,
            `${one.chartName} ${one.chartVersion}`,
            one.status,
            one.createdAt,
            one.performedBy,
          ]),
        ]),
        data: response,
      }
    },
  }),
}

const valuesModes = ["reset-then-reuse", "reset", "reuse"] as const

async function readChange({ values, set, timeout, atomic, description, ...rest }: Values<typeof change>) {
  return {
    valuesOverride: setValues(await readFiles(values), set),
    timeout: timeout === undefined ? undefined : parseSeconds(timeout, "--timeout", 0),
    atomic,
    waitForJobs: rest["wait-for-jobs"],
    appVersion: rest["app-version"],
    description,
  }
}

/** The files merged like Helm merges several `--values`. */
async function readFiles(files: readonly string[]) {
  const texts = await Promise.all(
    files.map((file) =>
      readFile(file, "utf8").catch((error: unknown) => {
        throw new UsageError(`Could not read ${file}: ${Object(error).code ?? error}.`)
      }),
    ),
  )
  try {
    return readValues(texts.join("\n---\n")).values
  } catch (error) {
    throw new UsageError(`${files.join(", ")}: ${error instanceof Error ? error.message : error}`)
  }
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

function splitName(argument: string): [tenant: string, name: string] {
  const [tenant = "", name = "", ...rest] = argument.split("/")
  if (tenant === "" || name === "" || rest.length > 0)
    throw new UsageError(
      `${release} must be a tenant and a release, such as acme/acme-ai, not "${argument}".`,
    )
  return [tenant, name]
}

async function resolveTenant(client: SlipwayClient, tenant: string): Promise<string> {
  if (isId(tenant)) return tenant
  if (client.dryRun) return `id-of-${tenant}`
  const tenants = await client.request(api("/tenants", { q: tenant, limit: 500 }))
  const id = tenants.find(({ slug }) => slug === tenant)?.id
  if (id === undefined)
    throw new Refused(404, { detail: `There is no tenant ${tenant} that this token can see.` })
  return id
}

/** A name can be reused after an uninstall, so prefer the installed release. */
async function resolveRelease(client: SlipwayClient, argument: string): Promise<string> {
  if (isId(argument)) return argument
  const [tenant, name] = splitName(argument)
  const tenantId = await resolveTenant(client, tenant)
  if (client.dryRun) return `id-of-${name}`
  const similar = await client.request(api("/helm/releases", { tenantId, q: name, limit: 500 }))
  const named = similar.filter(({ releaseName }) => releaseName === name)
  const chosen = named.find(({ status }) => status !== "UNINSTALLED") ?? named[0]
  if (chosen === undefined) throw new Refused(404, { detail: `Tenant ${tenant} has no release ${name}.` })
  return chosen.id
}

/** A DELETE has no Idempotency-Key: if the response was lost, the release itself shows whether it was accepted. */
async function uninstall(
  client: SlipwayClient,
  id: string,
  query: { reason: string; timeout?: string; skipHooks?: boolean },
): Promise<Release> {
  try {
    return await client.request(api("/helm/releases/{releaseId}", id, query), { method: "DELETE" })
  } catch (error) {
    if (!(error instanceof Refused && error.status === 409) && !(error instanceof NoResponse)) throw error
    const release = await client.request(api("/helm/releases/{releaseId}", id))
    const isDone = release.status === "UNINSTALLED" && release.uninstallReason === query.reason
    if (!isDone && release.status !== "UNINSTALLING") throw error
    return release
  }
}

const pollMs = 2_000

/** The accepted change, or with `--wait` its outcome. */
async function follow({ client, note }: Context, accepted: Release, wait: boolean): Promise<Result> {
  const { operation, tenantSlug, releaseName } = accepted
  const name = `${tenantSlug}/${releaseName}`
  if (!wait || operation === null) return { lines: [`${name} is ${accepted.status}.`], data: accepted }
  for (let seen = 0; ; ) {
    const { lines, ...now } = await client.request(api("/operations/{id}", operation.id))
    for (const line of lines.filter(({ seq }) => seq > seen)) note(line.text)
    seen = lines.at(-1)?.seq ?? seen
    if (now.state !== "QUEUED" && now.state !== "RUNNING") {
      const ended = await client.request(api("/helm/releases/{releaseId}", accepted.id))
      if (now.state === "SUCCEEDED") {
        const at =
          ended.status === "UNINSTALLED"
            ? ""
            : `, revision ${ended.revision}, ${ended.chartName} ${ended.chartVersion}`
        return { lines: [`${name} is ${ended.status}${at}.`], data: ended }
      }
      const reason = now.cause?.summary ?? now.error ?? ""
      return {
        lines: [`${now.kind} of ${name} ${now.state}. ${reason}`.trim()],
        data: { ...ended, operation: now },
        ok: false,
      }
    }
    await sleep(pollMs)
  }
}
