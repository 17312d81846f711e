"use client"

import { useQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs"
import { QuarantineButton } from "@/components/admin/quarantine/quarantine-button"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import {
  type ChartName,
  chartContentsQuery,
  chartVersionsQuery,
} from "@/components/fleet/charts/chart-queries"
import { VersionList, VersionPicker } from "@/components/fleet/charts/version-list"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Badge } from "@/components/ui/badge"
import { ButtonLink } from "@/components/ui/button"
import { CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { Loaded } from "@/components/ui/loaded"
import { Skeleton } from "@/components/ui/skeleton"
import { TableSkeleton } from "@/components/ui/skeletons"
import { Tabs } from "@/components/ui/tabs"
import { Time } from "@/components/ui/time"
import type { ChartContents, ChartVersion } from "@/lib/fleet/charts/schema"
import { pages } from "@/lib/platform/paths"
import { newestOf } from "@/lib/platform/semver/version"

// The chart library of the graph loads when the tab is opened.
const ChartUsage = dynamic(() => import("@/components/fleet/charts/chart-usage"))

const parts = ["readme", "values", "schema", "versions", "usage"] as const

export function ChartView({ chart, canChange }: { chart: ChartName; canChange: boolean }) {
  const [requested, setRequested] = useQueryState("version", parseAsString)
  const versions = useQuery(chartVersionsQuery(chart))
  const version = requested ?? newestOf(versions.data ?? [])?.version ?? null
  const contents = useQuery(chartContentsQuery(chart, version))
  useReadAfterChange("release", ["releases"])
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
          canChange &&
          version !== null && (
            <>
              <QuarantineButton version={{ chartName: chart.name, chartVersion: version }} />
              {contents.data?.quarantine == null && (
                <ButtonLink
                  href={pages.newRollout({ chart: chart.name, version })}
                  icon={<Rocket size={14} />}
                >
                  Roll out…
                </ButtonLink>
              )}
            </>
          )
        }
      />
      <PageBody>
        <Loaded read={versions} failure="Could not load the chart" waiting={<TableSkeleton rows={12} />}>
          {(loadedVersions) => (
            <Loaded read={contents} failure="Could not load the chart" waiting={<TableSkeleton rows={12} />}>
              {(loaded) => <Contents contents={loaded} versions={loadedVersions} />}
            </Loaded>
          )}
        </Loaded>
      </PageBody>
    </>
  )
}

function Contents({ contents, versions }: { contents: ChartContents; versions: readonly ChartVersion[] }) {
  const [part, setPart] = useQueryState("part", parseAsStringLiteral(parts).withDefault("readme"))
  const [usedVersion, setUsedVersion] = useQueryState("runs", parseAsString)
  const schema = contents.schema === null ? null : JSON.stringify(contents.schema, null, 2)
  return (
    <div className="flex flex-col gap-6">
      <QuarantineNote version={{ chartName: contents.name, chartVersion: contents.version }} />
      <ChartFacts contents={contents} />
      <Tabs
        label="Chart contents"
        value={part}
        onValueChange={(next) => void setPart(next)}
        tabs={[
          { value: "readme", label: "Readme", content: <Readme text={contents.readme} /> },
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
                version={usedVersion}
                onVersion={(version) => void setUsedVersion(version)}
              />
            ),
          },
        ]}
      />
    </div>
  )
}

const mono = (text: string) => <span className="font-mono text-xs break-all">{text}</span>

function ChartFacts({ contents }: { contents: ChartContents }) {
  const { version, appVersion, kubeVersion, createdAt, digest, dependencies } = contents
  return (
    <div className="flex flex-col gap-4">
      {(contents.description !== null || contents.deprecated || contents.prerelease) && (
        <p className="flex max-w-3xl flex-wrap items-center gap-2 text-sm text-muted">
          {contents.description}
          {contents.deprecated && <Badge tone="pending">Deprecated</Badge>}
          {contents.prerelease && <Badge>Prerelease</Badge>}
        </p>
      )}
      <DetailList
        details={[
          { label: "Version", value: mono(version) },
          { label: "App version", value: appVersion === null ? null : mono(appVersion) },
          { label: "Published", value: createdAt === null ? null : <Time at={createdAt} focusable /> },
          { label: "Kubernetes", value: kubeVersion === null ? null : mono(kubeVersion) },
          { label: "Digest", value: digest === null ? null : mono(digest) },
          {
            label: "Dependencies",
            value:
              dependencies.length === 0
                ? null
                : mono(dependencies.map((needed) => `${needed.name} ${needed.version}`).join(", ")),
          },
        ]}
      />
    </div>
  )
}

function ChartText({ text, what, missing }: { text: string | null; what: string; missing: string }) {
  if (text === null) return <p className="py-6 text-sm text-muted">{missing}</p>
  return <CodeBlock code={text} label={what} />
}

// The Markdown renderer loads only when there is a readme.
const Markdown = dynamic(() => import("@/components/fleet/charts/markdown"), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
})

function Readme({ text }: { text: string | null }) {
  if (text === null) return <p className="py-6 text-sm text-muted">This version has no readme.</p>
  return (
    <section aria-label="readme" className="max-w-3xl min-h-64 text-sm break-words">
      <Markdown text={text} />
    </section>
  )
}
