import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { compareBuilds, isVersion } from "@/lib/platform/semver/version"
import { findListedChart } from "./find-listed-chart"
import type { ChartVersion, ChartVersionsQuery } from "./schema"
import { toChartVersion } from "./to-chart-version"

const cursorSchema = z.tuple([z.string().refine(isVersion)])

/** The versions of a chart, newest first in semver order. 404: no such repository or chart. */
export async function listVersions(
  _actor: Actor,
  { repository, name }: { repository: string; name: string },
  query: ChartVersionsQuery,
): Promise<Page<ChartVersion>> {
  const after = decodeCursor(query.cursor, cursorSchema)?.[0]
  const { versions } = await findListedChart(repository, name)
  const older = versions.filter(({ version }) => after === undefined || compareBuilds(version, after) < 0)
  const page = cutPage(older.slice(0, query.limit + 1), query.limit, ({ version }) => [version])
  return {
    items: page.items.map((version) => toChartVersion(repository, version)),
    nextCursor: page.nextCursor,
  }
}
