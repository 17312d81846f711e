import { z } from "zod"
import { egressPolicy, isListed } from "@/lib/platform/outbound/check-address"
import {
  type ExternalDependencies,
  type ExternalResponse,
  fetchExternal,
} from "@/lib/platform/outbound/fetch-external"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/unpack-chart"
import { type ListedVersion, type Listing, makeListing, readPages } from "./listing"
import {
  type Challenge,
  lastOf,
  mayHaveCredentials,
  type OciLocation,
  parseChallenge,
  parseOci,
} from "./oci-reference"
import type readCatalogTask from "./read-catalog.task"
import type readTagsTask from "./read-tags.task"
import {
  basicAuthorization,
  RepositoryProblem,
  type RepositoryReader,
  type RepositorySource,
  requireSuccess,
} from "./repository-source"

const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
})
/** Sent as part of a header, so other characters would make the request fail. */
const issuedToken = z
  .string()
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/)
  .optional()
  .catch(undefined)
const tokenSchema = z.object({ token: issuedToken, access_token: issuedToken })
const chartLayer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
const manifestType = "application/vnd.oci.image.manifest.v1+json"
/** Each chart is a separate request. */
const maxCharts = 200
const chartsAtOnce = 8
const timeoutMs = 20_000
/** Parsed on the event loop, unlike lists of tags and repositories. */
const manifestBytes = 256 * 1_024

const readCatalog = threadTask<typeof readCatalogTask>("lib/fleet/charts/repository/read-catalog.task.ts")
const readTags = threadTask<typeof readTagsTask>("lib/fleet/charts/repository/read-tags.task.ts")

/**
 * Reads charts of a registry. The address is either one chart or the common prefix of several: then they are listed from
 * the registry's catalog. Many registries do not expose one, but a chart can still be found by its name.
 */
export function ociReader(dependencies: ExternalDependencies = {}): RepositoryReader {
  const digests = new Map<string, string>()
  const digestOf = async (repository: RepositorySource, { name, location }: ListedVersion) => {
    const registry = new Registry(repository, dependencies)
    const path = registry.pathOf(name)
    const key = `${registry.base.host}/${path}:${location}`
    const digest = digests.get(key) ?? (await registry.digestOf(path, location))
    if (digest === null) throw new RepositoryProblem(`${key} is not a Helm chart.`)
    digests.set(key, digest)
    return digest
  }
  return {
    list: async (repository) => new Registry(repository, dependencies).list(),
    versionsOf: async (repository, name) => {
      const registry = new Registry(repository, dependencies)
      return registry.versionsAt(registry.pathOf(name))
    },
    digestOf,
    fetchArchive: async (repository, version) => {
      const registry = new Registry(repository, dependencies)
      const path = `${registry.pathOf(version.name)}/blobs/${await digestOf(repository, version)}`
      return requireSuccess(await registry.query(path, "*/*", archiveLimits.archiveBytes)).body
    },
  }
}

/** The requests to the registry of one repository. */
class Registry {
  readonly base: OciLocation

  constructor(
    private readonly repository: RepositorySource,
    private readonly dependencies: ExternalDependencies,
  ) {
    const base = parseOci(repository.url)
    if (base === null) throw new RepositoryProblem("The address is not an oci:// address.")
    this.base = base
  }

  pathOf(chart: string): string {
    const { path } = this.base
    return lastOf(path) === chart ? path : `${path}/${chart}`
  }

  async list(): Promise<Listing> {
    const chart = await this.versionsAt(this.base.path)
    if (chart.length > 0) return makeListing([chart])
    const { paths, omitted } = await this.pathsBelow()
    const charts: (readonly ListedVersion[])[] = []
    for (let at = 0; at < paths.length; at += chartsAtOnce) {
      const batch = paths.slice(at, at + chartsAtOnce)
      charts.push(...(await Promise.all(batch.map((path) => this.versionsAt(path)))))
    }
    return makeListing(charts, { omittedCharts: omitted })
  }

  async versionsAt(path: string): Promise<readonly ListedVersion[]> {
    const response = await this.query(`${path}/tags/list`)
    if ([403, 404].includes(response.status)) return []
    const { body: bytes, url } = requireSuccess(response)
    const name = lastOf(path)
    const read = await readTags(this.repository.id, { bytes, name }).catch(onLimit(() => null))
    if (read === null) throw invalidResponse(url)
    const { charts } = await makeListing(readPages(read.pages))
    return charts.get(name)?.versions ?? []
  }

  /** The catalog's repositories below this location; none where the registry has no catalog. */
  private async pathsBelow(): Promise<{ paths: string[]; omitted: number }> {
    const { status, body: bytes, url } = await this.query("_catalog?n=10000")
    if (status !== 200) return { paths: [], omitted: 0 }
    const catalog = { bytes, ...this.base, limit: maxCharts }
    const below = await readCatalog(this.repository.id, catalog).catch(onLimit(() => null))
    if (below === null) throw invalidResponse(url)
    return below
  }

  /** The digest of the archive with this tag; null: it is not a chart. */
  async digestOf(path: string, tag: string): Promise<string | null> {
    const response = await this.query(`${path}/manifests/${tag}`, manifestType, manifestBytes)
    const { layers } = readJson(manifestSchema, requireSuccess(response))
    return layers.find(({ mediaType }) => mediaType === chartLayer)?.digest ?? null
  }

  /**
   * Sends a request of the OCI distribution specification. Returns any status except a first 401, which is retried with a
   * token.
   */
  async query(
    path: string,
    accept = "application/json",
    maxBytes = 4 * 1_048_576,
  ): Promise<ExternalResponse> {
    const url = new URL(`https://${this.base.host}/v2/${path}`)
    const send = (authorization: string | null) =>
      fetchExternal(url, { headers: { accept }, authorization, maxBytes, timeoutMs }, this.dependencies)
    const first = await send(basicAuthorization(this.repository))
    const challenge = first.status === 401 ? parseChallenge(first.headers["www-authenticate"]) : null
    return challenge === null ? first : send(`Bearer ${await this.fetchToken(challenge)}`)
  }

  private async fetchToken({ realm, service, scope }: Challenge): Promise<string> {
    const url = new URL(realm)
    if (service !== null) url.searchParams.set("service", service)
    if (scope !== null) url.searchParams.set("scope", scope)
    const { hosts } = this.dependencies.policy ?? egressPolicy()
    const isAllowed = (other: URL) => hosts !== null && isListed(other, hosts)
    const isTrusted = mayHaveCredentials(this.base.host, realm, isAllowed)
    const authorization = isTrusted ? basicAuthorization(this.repository) : null
    const limits = { maxBytes: 1_048_576, timeoutMs }
    const response = await fetchExternal(url, { authorization, ...limits }, this.dependencies)
    const { token, access_token } = readJson(tokenSchema, requireSuccess(response))
    const issued = token ?? access_token
    if (issued === undefined) throw new RepositoryProblem(`${url.host} returned no token.`)
    return issued
  }
}

function readJson<T>(schema: z.ZodType<T>, { body, url }: ExternalResponse): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")))
  } catch {
    throw invalidResponse(url)
  }
}

const invalidResponse = ({ host }: URL) => new RepositoryProblem(`${host} returned an invalid response.`)
