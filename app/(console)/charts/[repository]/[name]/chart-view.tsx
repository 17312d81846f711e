"use client"

import { useQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs"
import { ChartFacts, ChartText, Readme } from "@/components/fleet/charts/chart-facts"
import { newestOf, VersionList, VersionPicker } from "@/components/fleet/charts/version-list"
import {
  type ChartName,
  chartContentsQuery,
  chartVersionsQuery,
} from "@/components/fleet/releases/chart-queries"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ButtonLink } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { Tabs } from "@/components/ui/tabs"
import type { ChartContents, ChartVersion } from "@/lib/fleet/charts/schema"
import { pages } from "@/lib/platform/paths"

// The chart library of the graph loads when the tab is opened.
const ChartUsage = dynamic(() => import("@/components/fleet/charts/chart-usage"))

const parts = ["readme", "values", "schema", "versions", "usage"] as const

/** One chart: its versions, and the contents of the selected one. */
export function ChartView({ chart, mayChange }: { chart: ChartName; mayChange: boolean }) {
  const [requested, setRequested] = useQueryState("version", parseAsString)
  const versions = useQuery(chartVersionsQuery(chart))
  const version = requested ?? newestOf(versions.data ?? [])
  const contents = useQuery(chartContentsQuery(chart, version))
  useReadAfterChange("release", ["releases"])
  // Data that was already loaded stays visible when a refetch fails.
  const error =
    (versions.data === undefined ? versions.error : null) ??
    (contents.data === undefined ? contents.error : null)
  return (
    <>
      <PageHeader
        title={chart.name}
        crumbs={[
          { label: "Charts", href: pages.charts() },
          { label: chart.repository, href: pages.charts({ repository: chart.repository }) },
        ]}
        pickers={
          <VersionPicker
            versions={versions.data ?? []}
            version={version}
            onVersion={(next) => void setRequested(next)}
          />
        }
        actions={
          mayChange && (
            <ButtonLink href={pages.newRollout({ chart: chart.name, version })} icon={<Rocket size={14} />}>
              Roll out…
            </ButtonLink>
          )
        }
      />
      <PageBody>
        {error !== null && (
          <ErrorState
            title="Could not load the chart"
            read={{
              error,
              refetch: () => Promise.all([versions.refetch(), version !== null && contents.refetch()]),
              isFetching: versions.isFetching || contents.isFetching,
            }}
          />
        )}
        {error === null && contents.data === undefined && <Skeleton className="h-96 w-full" />}
        {error === null && contents.data !== undefined && (
          <Contents contents={contents.data} versions={versions.data ?? []} />
        )}
      </PageBody>
    </>
  )
}

interface ContentsProps {
  contents: ChartContents
  versions: readonly ChartVersion[]
}

function Contents({ contents, versions }: ContentsProps) {
  const [part, setPart] = useQueryState("part", parseAsStringLiteral(parts).withDefault("readme"))
  const [ranBy, setRanBy] = useQueryState("runs", parseAsString)
  const schema = contents.schema === null ? null : JSON.stringify(contents.schema, null, 2)
  return (
    <div className="flex flex-col gap-6">
      <ChartFacts contents={contents} />
      <Tabs
        label="Chart contents"
        value={part}
        onValueChange={(next) => void setPart(next)}
        tabs={[
          {
            value: "readme",
            label: "Readme",
            content: <Readme text={contents.readme} />,
          },
          {
            value: "values",
            label: "Values",
            content: (
              <ChartText
                text={contents.valuesYaml || null}
                what="values.yaml"
                missing="This chart has no configurable values."
              />
            ),
          },
          {
            value: "schema",
            label: "Schema",
            content: (
              <ChartText
                text={schema}
                what="values.schema.json"
                missing="This chart has no values.schema.json; Helm accepts any values."
              />
            ),
          },
          {
            value: "versions",
            label: "Versions",
            content: <VersionList versions={versions} shown={contents.version} />,
          },
          {
            value: "usage",
            label: "Usage",
            content: (
              <ChartUsage
                repository={contents.repository}
                name={contents.name}
                version={ranBy}
                onVersion={(version) => void setRanBy(version)}
              />
            ),
          },
        ]}
      />
    </div>
  )
}
