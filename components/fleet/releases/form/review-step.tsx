"use client"

import { ArrowLeft } from "lucide-react"
import { useEffect, useRef } from "react"
import { PreviewView } from "@/components/fleet/releases/preview-view"
import { isOutdated } from "@/components/fleet/releases/request-preview"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import type { Preview } from "@/lib/fleet/releases/preview-schema"

interface ReviewStepProps {
  kind: "INSTALL" | "UPGRADE"
  preview: Preview
  error: unknown
  going: boolean
  onGo: () => void
  /** The release or the chart changed since: it is previewed again before it is applied. */
  onPreviewAgain: () => void
  previewing: boolean
  /** Previews it with the fields that were changed outside taken over; absent where that cannot be. */
  onOverwrite?: () => void
  onBack: () => void
}

const words = {
  INSTALL: { title: "What the install would make", go: "Install" },
  UPGRADE: { title: "What the upgrade would change", go: "Upgrade" },
}

/** The diff, and the button that does it. */
export function ReviewStep({ kind, preview, error, going, ...on }: ReviewStepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section aria-label={words[kind].title} className="flex max-w-5xl flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-medium outline-none">
        {words[kind].title}
      </h2>
      <FormError error={error} />
      <PreviewView preview={preview} />
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-canvas py-3">
        <Button icon={<ArrowLeft size={13} />} onClick={on.onBack}>
          Back to the form
        </Button>
        {isOutdated(error) ? (
          <Button variant="primary" loading={on.previewing} onClick={on.onPreviewAgain}>
            Preview again
          </Button>
        ) : (
          <Button variant="primary" loading={going} onClick={on.onGo}>
            {words[kind].go}
          </Button>
        )}
        {on.onOverwrite && preview.problems.some(({ reason }) => reason === "CONFLICT") && (
          <Button loading={on.previewing} onClick={on.onOverwrite}>
            Preview with overwrite
          </Button>
        )}
        <p className="text-xs text-muted">It runs in the background; you can watch it and leave.</p>
      </div>
    </section>
  )
}
