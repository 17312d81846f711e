import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import { findListedChart } from "./find-listed-chart"
import { openVersion } from "./open-chart"
import type { ChartContents } from "./schema"
import { toChartVersion } from "./to-chart-version"

/** The contents of one chart version. 404: not found. 422 `bad_chart`: it violates the archive rules. */
export async function getChartContents(
  _actor: Actor,
  repository: string,
  name: string,
  version: string,
): Promise<ChartContents> {
  const chart = await findListedChart(repository, name)
  const listed = chart.versions.find((candidate) => candidate.version === version)
  if (listed === undefined) {
    throw new DomainError("not_found", `The chart ${repository}/${name} has no version ${version}.`)
  }
  const { archive, files } = await openVersion(chart, listed)
  const { metadata } = files
  return {
    ...toChartVersion(repository, listed),
    appVersion: metadata.appVersion,
    description: metadata.description,
    deprecated: listed.deprecated || metadata.deprecated,
    digest: archive.digest,
    valuesYaml: files.valuesYaml,
    values: files.values,
    schema: files.schema,
    readme: files.readme,
    kubeVersion: metadata.kubeVersion,
    dependencies: metadata.dependencies.map(({ name, version, repository }) => ({
      name,
      version: version ?? "",
      repository,
    })),
  }
}
