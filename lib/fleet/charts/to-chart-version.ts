import { toInstant } from "@/lib/platform/instant"
import { isPrerelease } from "@/lib/platform/semver/version"
import type { ListedVersion } from "./repository/listing"
import type { ChartVersion } from "./schema"

export function toChartVersion(repository: string, listed: ListedVersion): ChartVersion {
  const { name, version, appVersion, description, createdAt, digest, deprecated } = listed
  const prerelease = isPrerelease(version)
  return {
    repository,
    name,
    version,
    appVersion,
    description,
    createdAt: createdAt === null ? null : toInstant(new Date(createdAt)),
    digest,
    deprecated,
    prerelease,
  }
}
