"use client"

import { type FormEvent, type ReactNode, useId, useState } from "react"
import { Leftovers } from "@/components/fleet/releases/detail/leftovers"
import { useChangeRelease } from "@/components/fleet/releases/detail/use-change-release"
import { usePreviewOf } from "@/components/fleet/releases/preview-view"
import { ifMatchOf } from "@/components/fleet/releases/request-preview"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Dialog } from "@/components/ui/dialog"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { Skeleton } from "@/components/ui/skeleton"
import { TextArea, TextField } from "@/components/ui/text-field"
import type { ResourceChange } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

interface UninstallDialogProps {
  release: Release
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Uninstalls a release: lists what is removed, and asks for its name and a reason. */
export function UninstallDialog({ release, open, onOpenChange }: UninstallDialogProps) {
  const formId = useId()
  const [name, setName] = useState("")
  const [reason, setReason] = useState("")
  const [skipHooks, setSkipHooks] = useState(false)
  const [timeout, setTimeoutText] = useState(String(release.timeout))
  const [asked, setAsked] = useState(false)
  const timeoutProblem = isTimeout(timeout)
    ? undefined
    : `Enter whole seconds from 1 to ${maxTimeoutSeconds}.`
  const options = { timeout: Number(timeout), skipHooks }
  const preview = usePreviewOf(
    open && !timeoutProblem ? { kind: "UNINSTALL", releaseId: release.id, ...options } : null,
  )
  const change = useChangeRelease(() => onOpenChange(false))
  const nameProblem = name.trim() === release.releaseName ? undefined : `Type ${release.releaseName}.`
  const reasonProblem =
    reason.trim() === "" ? "Enter a reason. It is kept in the history permanently." : undefined

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setAsked(true)
    if (nameProblem || reasonProblem || !preview.data) return
    const { previewDigest } = preview.data
    const path = api.release(release.id, { reason: reason.trim(), ...options, previewDigest })
    const sent = { method: "DELETE", ...ifMatchOf(preview.data) } as const
    change.mutate(() => request(path, sent), { onError: () => void preview.refetch() })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title={`Uninstall ${release.releaseName}`}
      description={`From ${release.namespace} in ${release.cluster}. The record, its values and its history are kept.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            disabled={!preview.data || preview.isFetching}
            loading={change.isPending}
          >
            Uninstall
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4 pb-2">
        <FormError error={change.error} />
        <Removed preview={preview} />
        <details className="group/options text-sm">
          <summary className="cursor-pointer text-xs text-muted">Options</summary>
          <div className="mt-3 flex flex-col gap-4">
            <Field
              label="Timeout in seconds"
              error={timeoutProblem}
              hint="How long Helm waits for each hook and for deletions."
            >
              {(control) => (
                <TextField
                  {...control}
                  inputMode="numeric"
                  value={timeout}
                  onChange={(event) => setTimeoutText(event.target.value)}
                  className="w-28!"
                />
              )}
            </Field>
            <Checkbox
              label="Skip hooks"
              hint="Does not run the chart's delete hooks. Use this when a hook cannot succeed."
              checked={skipHooks}
              onChange={(event) => setSkipHooks(event.target.checked)}
            />
          </div>
        </details>
        <Field label="Type the release name to confirm" error={asked ? nameProblem : undefined}>
          {(control) => (
            <TextField
              {...control}
              mono
              value={name}
              placeholder={release.releaseName}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Reason" error={asked ? reasonProblem : undefined}>
          {(control) => (
            <TextArea
              {...control}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

const maxTimeoutSeconds = 3600
const isTimeout = (text: string) =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= maxTimeoutSeconds

/** The resources that will be removed, and those that stay in the cluster. */
function Removed({ preview }: { preview: ReturnType<typeof usePreviewOf> }) {
  if (preview.isError) {
    return <ErrorState title="Could not load the resources to be removed" read={preview} />
  }
  if (!preview.data) return <Skeleton className="h-28 w-full rounded-md" />
  const { resources } = preview.data
  if (resources.length === 0) return <p className="text-sm">No resources are left in the cluster.</p>
  const removed = resources.filter(({ change }) => change === "removed")
  return (
    <div className="flex flex-col gap-3">
      {removed.length > 0 && (
        <Resources label="What will be removed" resources={removed}>
          {formatQuantity(removed.length, "resource")} will be removed:
        </Resources>
      )}
      <Leftovers title="What stays in the cluster" warnings={preview.data.warnings} />
    </div>
  )
}

interface ResourcesProps {
  label: string
  resources: readonly ResourceChange[]
  children: ReactNode
}

function Resources({ label, resources, children }: ResourcesProps) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm">{children}</p>
      <ScrollRegion label={label} className="max-h-48 rounded-md border border-line bg-canvas px-3 py-2">
        <ul className="font-mono text-xs leading-5">
          {resources.map(({ kind, name }) => (
            <li key={`${kind}/${name}`}>
              {kind} {name}
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </div>
  )
}
