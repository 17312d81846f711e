"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import clsx from "clsx"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import { patchOperation } from "@/components/fleet/operations/operation-live"
import { OperationLog } from "@/components/fleet/operations/operation-log"
import { operationQuery } from "@/components/fleet/operations/operation-query"
import { OperationSteps } from "@/components/fleet/operations/operation-step-list"
import {
  OperationStateLabel,
  operationNouns,
  operationStateStyles,
} from "@/components/fleet/operations/operation-style"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { Card } from "@/components/ui/card"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import { showToast } from "@/components/ui/toast"
import type { Cause } from "@/lib/fleet/operations/cause"
import type { Operation, OperationDetail } from "@/lib/fleet/operations/schema"
import { api, pages } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

interface OperationPanelProps {
  id: string
  mayChange: boolean
  onClose?: () => void
}

/** One operation, running or finished: steps, all log lines, and on failure the resources that were not ready. */
export function OperationPanel({ id, mayChange, onClose }: OperationPanelProps) {
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
  return (
    <Card
      title={operationNouns[operation.kind]}
      description={<Requested operation={operation} />}
      actions={
        <>
          <span className="text-sm" aria-live="polite">
            <OperationStateLabel state={operation.state} />
          </span>
          {mayChange && <Cancel operation={operation} />}
          {onClose && operationStateStyles[operation.state].over && (
            <Button size="sm" variant="ghost" onClick={onClose}>
              Close
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OperationSteps operation={operation} />
        {operation.cause !== null && <Failure operation={operation} cause={operation.cause} />}
        <OperationLog
          // The reason of a failure is already shown above.
          lines={operation.lines.filter((line) => line.text !== operation.error)}
          over={operationStateStyles[operation.state].over}
        />
        {!operationStateStyles[operation.state].over && (
          <p className="text-xs text-muted">
            You can leave this page. The operation continues in the background and its log is kept.
          </p>
        )}
      </div>
    </Card>
  )
}

function Requested({ operation }: { operation: Operation }) {
  return (
    <>
      {operation.requestedBy}, <Time at={operation.requestedAt} />
      {operation.revision !== null && ` · revision ${operation.revision}`}
    </>
  )
}

function Failure({ operation, cause }: { operation: OperationDetail; cause: Cause }) {
  const { error, lines, releaseId } = operation
  const errors = lines.flatMap(({ level, text }) => (level === "error" && text !== error ? [text] : []))
  return (
    <div role="alert" className="rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm">
      <FailureCause cause={cause} error={error ?? cause.summary} lines={[...new Set(errors)].slice(-6)} />
      {releaseId !== null && cause.reason === "conflict" && (
        <PageLink
          href={pages.upgradeRelease(releaseId, { force: true })}
          className={clsx(buttonClass("secondary", "sm"), "mt-2")}
        >
          Upgrade and overwrite…
        </PageLink>
      )}
    </div>
  )
}

function Cancel({ operation }: { operation: Operation }) {
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => request<Operation>(api.operationCancel(operation.id), { method: "POST" }),
    onSuccess: (answer) => {
      patchOperation(client, answer)
      showToast("Cancellation requested")
    },
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
