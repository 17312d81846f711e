"use client"

import dynamic from "next/dynamic"
import { Badge } from "@/components/ui/badge"
import { CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import type { ChartContents } from "@/lib/fleet/charts/schema"

const mono = (text: string) => <span className="font-mono text-xs break-all">{text}</span>

/** The metadata of a version from its Chart.yaml. */
export function ChartFacts({ contents }: { contents: ChartContents }) {
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

/** A chart file as plain text, with a copy button. */
export function ChartText({ text, what, missing }: { text: string | null; what: string; missing: string }) {
  if (text === null) return <p className="py-6 text-sm text-muted">{missing}</p>
  return <CodeBlock code={text} what={what} />
}

// The Markdown renderer loads only when there is a readme.
const Markdown = dynamic(() => import("@/components/fleet/charts/markdown"), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
})

/** The readme of a version, rendered from Markdown. */
export function Readme({ text }: { text: string | null }) {
  if (text === null) return <p className="py-6 text-sm text-muted">This version has no readme.</p>
  return (
    <section aria-label="readme" className="max-w-3xl min-h-64 text-sm break-words">
      <Markdown text={text} />
    </section>
  )
}
