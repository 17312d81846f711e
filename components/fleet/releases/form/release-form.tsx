"use client"

import dynamic from "next/dynamic"
import { type FormEvent, type ReactNode, useState } from "react"
import { DetailSections } from "@/components/fleet/releases/form/detail-sections"
import { focusFirstProblem } from "@/components/fleet/releases/form/draft-fields"
import {
  type DraftProblems,
  problemsOf,
  type ReleaseDraft,
  readRefusal,
} from "@/components/fleet/releases/form/form-model"
import {
  ifMatchOf,
  type PreviewBody,
  requestPreview,
  type TaggedPreview,
} from "@/components/fleet/releases/request-preview"
import type { Values } from "@/components/fleet/releases/values/value-fields"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

const ReviewStep = dynamic(() => import("@/components/fleet/releases/form/review-step"))

type Change = Extract<PreviewBody, { kind: "INSTALL" | "UPGRADE" }>

interface ReleaseFormProps {
  /** What is previewed, and then applied. */
  change: Change
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  /** The current values; null for an install. */
  current: Values | null
  onDone: (release: Release) => void
  /** Chart, version and name, which differ between install and upgrade. */
  head: (problems: DraftProblems) => ReactNode
}

/** Chart, version, values and options, followed by a preview that must be confirmed before anything is applied. */
export function ReleaseForm({ change, draft, onDraft, current, onDone, head }: ReleaseFormProps) {
  const { kind } = change
  const [isSubmitted, setSubmitted] = useState(false)
  const [reviewing, setReviewing] = useState(false)
  const preview = useApiMutation((requested: Change) => requestPreview(requested))
  const go = useApiMutation(apply, { onSuccess: onDone })
  const previewed = preview.variables
  const error = go.error ?? preview.error
  const refusal = readRefusal(error)
  const problems = { ...refusal.problems, ...(isSubmitted ? problemsOf(draft) : {}) }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSubmitted(true)
    if (Object.keys(problemsOf(draft)).length > 0) {
      go.reset()
      preview.reset()
      focusFirstProblem(event.currentTarget)
    } else showPreview(change)
  }

  function showPreview(requested: Change) {
    setReviewing(false)
    go.reset()
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
          {head(problems)}
          <DetailSections
            kind={kind}
            draft={draft}
            onDraft={onDraft}
            current={current}
            problems={problems}
            valueProblem={refusal.valueProblem}
          />
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
          error={go.error}
          going={go.isPending}
          onGo={() =>
            go.mutate(
              { change: previewed, seen: preview.data },
              // Field errors are shown at their fields, so the form is opened again.
              { onError: (error) => setReviewing(readRefusal(error).isAboutNoField) },
            )
          }
          onPreviewAgain={() => showPreview(previewed)}
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

/** Sends exactly the change that was previewed. */
function apply({ change, seen }: { change: Change; seen: TaggedPreview }) {
  const { previewDigest } = seen
  const options = { method: "POST", ...ifMatchOf(seen) } as const
  if (change.kind === "INSTALL") {
    const { kind: _, ...body } = change
    return request(api.releases(), { ...options, body: { ...body, previewDigest } })
  }
  const { kind: _, releaseId, ...body } = change
  return request(api.releaseUpgrade(releaseId), { ...options, body: { ...body, previewDigest } })
}
