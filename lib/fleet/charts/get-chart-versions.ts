import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError, notFound } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { cutPage, decodeCursor, mapPage, type Page } from "@/lib/platform/page"
import { compareBuilds, isVersion } from "@/lib/platform/semver/tag"
import { isPrerelease } from "@/lib/platform/semver/version"
import { type FindQuarantine, quarantinesOfChart } from "@/lib/policy/quarantine/find-quarantined"
import { type FoundChart, findChart } from "./find-chart"
import { openVersion } from "./open-chart"
import type { ListedVersion } from "./repository/listing"
import type { ChartContents, ChartVersion, ChartVersionsQuery } from "./schema"

const cursorSchema = z.tuple([z.string().refine(isVersion)])

/** The versions of a chart, newest first in semver order. 404: unknown repository or chart. */
export async function listVersions(
  _actor: Actor,
  { repository, name }: { repository: string; name: string },
  query: ChartVersionsQuery,
): Promise<Page<ChartVersion>> {
  const after = decodeCursor(query.cursor, cursorSchema)?.[0]
  const { versions } = await findListedChart(repository, name)
  const older = versions.filter(({ version }) => after === undefined || compareBuilds(version, after) < 0)
  const page = cutPage(older.slice(0, query.limit + 1), query.limit, ({ version }) => [version])
  const quarantined = await quarantinesOfChart(name)
  return mapPage(page, (version) => toChartVersion(repository, version, quarantined))
}

/** All versions of a chart at once, for a page. */
export async function readAllVersions(
  _actor: Actor,
  { repository, name }: { repository: string; name: string },
): Promise<ChartVersion[]> {
  const { versions } = await findListedChart(repository, name)
  const quarantined = await quarantinesOfChart(name)
  return versions.map((version) => toChartVersion(repository, version, quarantined))
}

/** The contents of one chart version. 404: not found. 422 `bad_chart`: it violates the archive rules. */
export async function getChartContents(
  _actor: Actor,
  repository: string,
  name: string,
  version: string,
): Promise<ChartContents> {
  const chart = await findListedChart(repository, name)
  const listedVersion = chart.versions.find((candidate) => candidate.version === version)
  if (listedVersion === undefined) {
    throw notFound(`The chart ${repository}/${name} has no version ${version}.`)
  }
  const { archive, files } = await openVersion(chart, listedVersion)
  const { metadata, valuesYaml, values, schema, readme } = files
  return {
    ...toChartVersion(repository, listedVersion, await quarantinesOfChart(name)),
    appVersion: metadata.appVersion,
    description: metadata.description,
    deprecated: listedVersion.deprecated || metadata.deprecated,
    digest: archive.digest,
    valuesYaml,
    values,
    schema,
    readme,
    kubeVersion: metadata.kubeVersion,
    dependencies: files.dependencies.map(({ name, version, repository }) => ({
      name,
      version: version ?? "",
      repository,
    })),
  }
}

/** Finds a chart named in a URL path, so a missing one is a 404 rather than a field error. */
async function findListedChart(repository: string, name: string): Promise<FoundChart> {
  return findChart(repository, name).catch((error: unknown) => {
    const isUnknown = error instanceof DomainError && error.details.code === "unknown_chart"
    throw isUnknown ? notFound(error.message) : error
  })
}

function toChartVersion(
  repository: string,
  { icon: _icon, location: _location, ...fields }: ListedVersion,
  quarantined: FindQuarantine,
): ChartVersion {
  const createdAt = fields.createdAt === null ? null : toInstant(new Date(fields.createdAt))
  const quarantine = quarantined(fields.version)
  return { repository, ...fields, createdAt, prerelease: isPrerelease(fields.version), quarantine }
}
