import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { type FormEvent, type ReactNode, useState } from "react"
import { chartContentsQuery, readChartReference } from "@/components/fleet/charts/chart-queries"
import {
  type PreviewBody,
  requestPreview,
  type TaggedPreview,
  useChangeRelease,
} from "@/components/fleet/releases/change-release"
import { ChartValues } from "@/components/fleet/releases/form/chart-values"
import { bindDraft, focusFirstProblem } from "@/components/fleet/releases/form/draft-fields"
import {
  type DraftProblems,
  problemsOf,
  type ReleaseDraft,
  readRejection,
} from "@/components/fleet/releases/form/form-model"
import { FormSection, timeoutHint } from "@/components/fleet/releases/form/form-section"
import type { Values } from "@/components/fleet/releases/values/value-fields"
import { useGo } from "@/components/layout/page-navigation"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { FormError, FormProblem } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { useUnsaved } from "@/components/ui/unsaved"
import { useChange } from "@/components/ui/use-api-mutation"
import type { Release } from "@/lib/fleet/releases/schema"
import { api, pages } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

const loadReview = () => import("@/components/fleet/releases/form/review-step")
const ReviewStep = dynamic(loadReview)

type Change = Extract<PreviewBody, { kind: "INSTALL" | "UPGRADE" }>

interface ReleaseFormProps {
  change: Change
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  /** The current values; null for an install. */
  current: Values | null
  /** Throws when the form was filled from an older version of the previewed release. */
  requireSeen?: (release: Release) => void
  /** Chart, version and name, which differ between install and upgrade. */
  head: (problems: DraftProblems) => ReactNode
  /** Always in sight, without moving what is being edited. */
  notice?: ReactNode
}

/** Chart, version, values and options, followed by a preview that must be confirmed before anything is applied. */
export function ReleaseForm(props: ReleaseFormProps) {
  const { change, draft, current, requireSeen, head } = props
  const { kind } = change
  const navigate = useGo()
  const [isSubmitted, setSubmitted] = useState(false)
  const [reviewing, setReviewing] = useState(false)
  // Chart, version and name are in the URL; values and options are not.
  const [isEdited, setIsEdited] = useState(false)
  const preview = useChange(async (requested: Change) => {
    const taggedPreview = await requestPreview(requested)
    if (taggedPreview.release) requireSeen?.(taggedPreview.release)
    return taggedPreview
  })
  const applyChange = useChangeRelease()
  useUnsaved(isEdited && !applyChange.isSuccess)
  const previewed = preview.variables
  const error = applyChange.error ?? preview.error
  const rejection = readRejection(error)
  const problems = isSubmitted ? problemsOf(draft) : {}

  function onDraft(next: Partial<ReleaseDraft>) {
    // In time: it may be gone once a newer version is deployed.
    if (!isEdited) void loadReview().catch(() => undefined)
    setIsEdited(true)
    props.onDraft(next)
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSubmitted(true)
    if (Object.keys(problemsOf(draft)).length > 0) {
      applyChange.reset()
      preview.reset()
      focusFirstProblem(event.currentTarget)
    } else showPreview(change)
  }

  function showPreview(requested: Change) {
    setReviewing(false)
    applyChange.reset()
    preview.mutate(requested, { onSuccess: () => setReviewing(true) })
  }

  return (
    <>
      <form
        hidden={reviewing}
        noValidate
        onSubmit={submit}
        aria-label={kind === "INSTALL" ? "Install a release" : "Upgrade the release"}
        className="flex max-w-5xl flex-col gap-6 [&[hidden]]:hidden"
      >
        {!reviewing && <FormError error={error} />}
        {/* The draft must not change while its preview is rendered. */}
        <div inert={preview.isPending} className="flex flex-col gap-6">
          <FormProblem value={error}>
            {head(problems)}
            <FormSection number={2} title="Values">
              {draft.chart === "" || draft.chartVersion === "" ? (
                <p className="text-sm text-muted">Choose a chart and a version to edit its values.</p>
              ) : (
                <ChartValues
                  chart={draft.chart}
                  version={draft.chartVersion}
                  typed={draft.values}
                  onTyped={(values) => onDraft({ values })}
                  current={current}
                  problem={rejection.valueProblem}
                />
              )}
            </FormSection>
            <FormSection number={3} title="Options">
              <OptionFields {...{ kind, draft, onDraft, problems }} />
            </FormSection>
          </FormProblem>
        </div>
        <div role="status" className="sticky bottom-3 z-10 rounded-md bg-surface empty:hidden">
          {props.notice}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" loading={preview.isPending}>
            Preview changes
          </Button>
          <p aria-live="polite" className="text-xs text-muted">
            {preview.isPending
              ? "Helm is rendering the chart against the cluster…"
              : "Preview only; nothing is changed yet."}
          </p>
        </div>
      </form>
      {reviewing && previewed && preview.data && (
        <ReviewStep
          kind={kind}
          preview={preview.data}
          error={applyChange.error}
          isApplying={applyChange.isPending}
          onGo={() =>
            applyChange.mutate(() => apply(previewed, preview.data), {
              onSuccess: ({ id }) => navigate(pages.release(id), true),
              // Field errors are shown at their fields, so the form is opened again.
              onError: (error) => setReviewing(readRejection(error).isAboutNoField),
            })
          }
          // Not as previewed before: the values are merged into those of the changed release.
          onPreviewAgain={() => showPreview(change)}
          previewing={preview.isPending}
          onOverwrite={
            previewed.kind === "UPGRADE"
              ? () => {
                  onDraft({ forceConflicts: true })
                  showPreview({ ...previewed, forceConflicts: true })
                }
              : undefined
          }
          onBack={() => setReviewing(false)}
        />
      )}
    </>
  )
}

function apply(change: Change, reviewed: TaggedPreview) {
  const { previewDigest, headers } = reviewed
  const options = { method: "POST", headers } as const
  if (change.kind === "INSTALL") {
    const { kind: _, ...body } = change
    return request(api("/helm/releases"), { ...options, body: { ...body, previewDigest } })
  }
  const { kind: _, releaseId, ...body } = change
  return request(api("/helm/releases/{releaseId}/upgrade", releaseId), {
    ...options,
    body: { ...body, previewDigest },
  })
}

interface OptionFieldsProps {
  kind: "INSTALL" | "UPGRADE"
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  problems: DraftProblems
}

function OptionFields({ kind, draft, onDraft, problems }: OptionFieldsProps) {
  const field = bindDraft(draft, onDraft, problems)
  const chart = useQuery(chartContentsQuery(readChartReference(draft.chart), draft.chartVersion || null))
  const ownAppVersion = chart.data?.appVersion
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Timeout in seconds"
        hint={timeoutHint(draft.timeout, "operation")}
        inputMode="numeric"
        {...field.text("timeout")}
      />
      <TextField
        label="App version"
        optional
        hint={`The app version to record, if the values change it. If empty: the chart's app version${ownAppVersion ? `, ${ownAppVersion}` : ""}.`}
        mono
        maxLength={128}
        {...field.text("appVersion")}
      />
      <Checkbox
        label="Atomic: roll back automatically on failure"
        hint={
          kind === "INSTALL"
            ? "Waits until all resources are ready; on failure, removes everything it created. Off: created resources stay, and an upgrade can repair the release."
            : "Waits until all resources are ready; on failure, rolls back to the previous revision. Off: the release stays failed and can be upgraded again or rolled back."
        }
        {...field.check("atomic")}
      />
      <Checkbox
        label="Wait for jobs"
        hint="Succeeds only after all Jobs, such as database migrations, have completed. Off: Jobs may still be running when the operation is done."
        {...field.check("waitForJobs")}
      />
      {kind === "UPGRADE" && (
        <Checkbox
          label="Overwrite changes made outside Slipway"
          hint="Takes ownership of fields changed directly in the cluster, for example with kubectl. Off: the upgrade fails on them. The preview lists them."
          {...field.check("forceConflicts")}
        />
      )}
      <TextField
        label="Description"
        optional
        hint="Shown with the revision in the history."
        fieldClassName="md:col-span-2"
        maxLength={500}
        {...field.text("description")}
      />
    </div>
  )
}
