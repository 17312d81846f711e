import { Badge } from "@/components/ui/badge"
import { DetailList } from "@/components/ui/detail-list"
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
