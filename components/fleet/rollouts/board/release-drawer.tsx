import { useQuery } from "@tanstack/react-query"
import { Maximize2 } from "lucide-react"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import { operationQuery } from "@/components/fleet/operations/operation-live"
import { OperationPanel } from "@/components/fleet/operations/operation-panel"
import { useReleaseEvents } from "@/components/fleet/releases/use-release-events"
import { skipLabels } from "@/components/fleet/rollouts/rollout-labels"
import { FromTo, JumpBadge, releaseStyle } from "@/components/fleet/rollouts/rollout-style"
import { DetailList } from "@/components/ui/detail-list"
import { Drawer } from "@/components/ui/dialog"
import { Duration, secondsBetween } from "@/components/ui/duration"
import { IconLink } from "@/components/ui/icon-button"
import { Link } from "@/components/ui/link"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { RolloutRelease } from "@/lib/fleet/rollouts/schema"
import { pages } from "@/lib/platform/paths"

interface ReleaseDrawerProps {
  /** Null: closed. */
  release: RolloutRelease | null
  waveName: string | null
  canChange: boolean
  onClose: () => void
  onNext?: () => void
  onPrevious?: () => void
}

export default function ReleaseDrawer({ release, onClose, onNext, onPrevious, ...rest }: ReleaseDrawerProps) {
  return (
    <Drawer
      open={release !== null}
      onOpenChange={(open) => open || onClose()}
      title={
        <span className="flex items-center gap-x-3 max-sm:flex-wrap">
          <span className="truncate max-sm:whitespace-normal">{release?.tenantName}</span>
          {release && (
            <span className="text-sm font-normal">
              <StatusLabel style={releaseStyle(release)} />
            </span>
          )}
        </span>
      }
      description={release && `${release.releaseName} in ${release.namespace}`}
      onNext={onNext}
      onPrevious={onPrevious}
      actions={
        release && (
          <IconLink label="Open the release" href={pages.release(release.releaseId)}>
            <Maximize2 size={14} />
          </IconLink>
        )
      }
    >
      {release && <Details key={release.releaseId} release={release} {...rest} />}
    </Drawer>
  )
}

type DetailsProps = Pick<ReleaseDrawerProps, "waveName" | "canChange"> & { release: RolloutRelease }

function Details({ release, waveName, canChange }: DetailsProps) {
  const { startedAt, finishedAt, operationId, rollbackOperationId } = release
  useReleaseEvents(release.releaseId)
  const took = startedAt !== null && finishedAt !== null ? secondsBetween(startedAt, finishedAt) : null
  return (
    <div className="flex flex-col gap-4">
      <Failure release={release} />
      <DetailList
        details={[
          {
            label: "Version",
            value: (
              <span className="inline-flex items-center gap-2">
                <FromTo from={release.fromVersion} to={release.toVersion} />
                <JumpBadge jump={release.jump} />
              </span>
            ),
          },
          { label: "Wave", value: waveName },
          {
            label: "Skipped",
            value: release.skipReason && (release.skipDetail ?? skipLabels[release.skipReason]),
          },
          { label: "Waiting for", value: release.waitsFor },
          { label: "Revision", value: <Revisions release={release} /> },
          { label: "Started", value: startedAt && <Time at={startedAt} focusable /> },
          { label: "Duration", value: took === null ? null : <Duration seconds={took} /> },
          {
            label: "Release",
            value: <Link href={pages.release(release.releaseId)}>{release.releaseName}</Link>,
          },
          { label: "Tenant", value: <Link href={pages.tenant(release.tenantId)}>{release.tenantName}</Link> },
          { label: "Cluster", value: release.cluster },
        ]}
      />
      {rollbackOperationId !== null && <OperationPanel id={rollbackOperationId} canChange={canChange} />}
      {operationId !== null && <OperationPanel id={operationId} canChange={canChange} />}
      {operationId === null && release.state === "PENDING" && (
        <p className="text-sm text-muted">Queued. The upgrade log appears here once it starts.</p>
      )}
    </div>
  )
}

/** An error the operation panel does not show: there is no operation, or it succeeded and the release failed later. */
function Failure({ release: { error, cause, operationId } }: { release: RolloutRelease }) {
  const { data: operation } = useQuery({
    ...operationQuery(operationId ?? ""),
    enabled: operationId !== null,
  })
  if (error === null || cause === null || (operationId !== null && operation?.state !== "SUCCEEDED"))
    return null
  return (
    <div role="alert" className="rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm">
      <FailureCause cause={cause} error={error} />
    </div>
  )
}

function Revisions({ release: { releaseId, fromRevision, revision } }: { release: RolloutRelease }) {
  if (fromRevision === null) return "–"
  if (revision === null) return `${fromRevision}, before the upgrade`
  return (
    <>
      {fromRevision} <span aria-hidden="true">→</span>
      <span className="sr-only">to</span>{" "}
      <Link href={pages.release(releaseId, { tab: "values", revision, against: fromRevision })}>
        {revision} (view changes)
      </Link>
    </>
  )
}
