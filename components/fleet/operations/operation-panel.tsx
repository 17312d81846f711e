import { useQuery, useQueryClient } from "@tanstack/react-query"
import clsx from "clsx"
import dynamic from "next/dynamic"
import { type ReactNode, useEffect, useRef } from "react"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import { operationQuery, patchOperation } from "@/components/fleet/operations/operation-live"
import { OperationSteps } from "@/components/fleet/operations/operation-steps"
import { operationNouns, operationStateStyles } from "@/components/fleet/operations/operation-style"
import { Button, ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { Operation, OperationDetail, OperationLine } from "@/lib/fleet/operations/schema"
import { api, pages } from "@/lib/platform/paths"

/** Only a running operation can be cancelled. */
const ConfirmDialog = dynamic(() =>
  import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog),
)

interface OperationPanelProps {
  id: string
  canChange: boolean
  /** Shown with the cause of a failure: possible actions. */
  recovery?: ReactNode
  onClose?: () => void
}

export function OperationPanel({ id, canChange, recovery, onClose }: OperationPanelProps) {
  const query = useQuery(operationQuery(id))
  const operation = query.data
  if (query.isError && operation === undefined) {
    return (
      <Card title="Operation">
        <ErrorState title="Could not load the operation" read={query}>
          The operation continues in the background.
        </ErrorState>
      </Card>
    )
  }
  if (operation === undefined) return <Skeleton className="h-56 w-full" />
  const style = operationStateStyles[operation.state]
  return (
    <Card
      title={operationNouns[operation.kind]}
      description={
        <>
          {operation.requestedBy}, <Time at={operation.requestedAt} />
          {operation.revision !== null && ` · revision ${operation.revision}`}
        </>
      }
      actions={
        <>
          <span className="text-sm" aria-live="polite">
            <StatusLabel style={style} />
          </span>
          {canChange && <Cancel operation={operation} />}
          {onClose && style.over && (
            <Button size="sm" variant="ghost" onClick={onClose}>
              Close
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OperationSteps operation={operation} />
        <Failure {...{ operation, canChange, recovery }} />
        <OperationLog
          // The reason of a failure is already shown above.
          lines={operation.lines.filter((line) => line.text !== operation.error)}
          over={style.over}
        />
        {!style.over && (
          <p className="text-xs text-muted">
            You can leave this page. The operation continues in the background and its log is kept.
          </p>
        )}
      </div>
    </Card>
  )
}

type FailureProps = Pick<OperationPanelProps, "canChange" | "recovery"> & { operation: OperationDetail }

function Failure({ operation, canChange, recovery }: FailureProps) {
  const { cause, error, lines, releaseId } = operation
  if (cause === null) return null
  const errors = lines.flatMap(({ level, text }) => (level === "error" && text !== error ? [text] : []))
  return (
    <div role="alert" className="rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm">
      <FailureCause cause={cause} error={error ?? cause.summary} lines={[...new Set(errors)].slice(-6)} />
      {canChange && releaseId !== null && cause.reason === "conflict" && (
        <ButtonLink href={pages.upgradeRelease(releaseId, { force: true })} size="sm" className="mt-2">
          Upgrade and overwrite…
        </ButtonLink>
      )}
      {recovery}
    </div>
  )
}

function Cancel({ operation }: { operation: Operation }) {
  const client = useQueryClient()
  const cancel = useApiMutation("POST", api("/operations/{id}/cancel", operation.id), {
    toast: "Cancellation requested",
    onSuccess: (updated) => patchOperation(client, updated),
  })
  if (operation.cancelRequestedAt !== null && !operationStateStyles[operation.state].over) {
    return <span className="text-xs text-muted">Cancelling ({operation.cancelRequestedBy})</span>
  }
  if (!operation.cancellable) return null
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="danger" loading={cancel.isPending}>
          Cancel…
        </Button>
      }
      title={`Cancel this ${operationNouns[operation.kind].toLowerCase()}?`}
      description={
        operation.state === "QUEUED"
          ? "It has not started. Nothing in the cluster changes, and the release stays as it is."
          : "Helm is stopped. An atomic change is rolled back; otherwise the changes made so far stay in the cluster as a failed revision."
      }
      confirm={`Cancel the ${operationNouns[operation.kind].toLowerCase()}`}
      leave="Keep running"
      action={cancel}
    />
  )
}

const levelStyles: Record<OperationLine["level"], { className: string; word: string | null }> = {
  info: { className: "", word: null },
  warning: { className: "text-pending", word: "Warning" },
  error: { className: "text-failed", word: "Error" },
}

/** All lines, newest last; scrolls to new lines unless the user has scrolled up. */
function OperationLog({ lines, over }: { lines: readonly OperationLine[]; over: boolean }) {
  const region = useRef<HTMLDivElement>(null)
  const atFoot = useRef(true)
  const count = lines.length
  useEffect(() => {
    const element = region.current
    if (element && count > 0 && atFoot.current) element.scrollTop = element.scrollHeight
  }, [count])

  return (
    <div
      ref={region}
      role="log"
      aria-label="Progress"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys can scroll it only with a tab stop
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atFoot.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24
      }}
      className="max-h-72 min-h-24 overflow-auto rounded-md border border-line bg-canvas px-3 py-2 font-mono text-xs leading-5 -outline-offset-2"
    >
      {count === 0 && <p className="text-muted">{over ? "No log lines." : "Waiting for the first line…"}</p>}
      <ol>
        {lines.map((line) => {
          const style = levelStyles[line.level]
          return (
            <li key={line.seq} className="sm:flex">
              <time dateTime={line.at} className="mr-3 shrink-0 text-muted tabular-nums select-none">
                <ViewerExplanation>{new Date(line.at).toLocaleTimeString("en-GB")}</ViewerExplanation>
              </time>
              <span className={clsx("min-w-0 break-words whitespace-pre-wrap", style.className)}>
                {style.word && <span className="font-medium">{style.word}: </span>}
                {line.text}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
