import { ArrowLeft } from "lucide-react"
import { useEffect, useRef } from "react"
import { isOutdated } from "@/components/fleet/releases/change-release"
import { PreviewView } from "@/components/fleet/releases/preview-view"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import type { Preview } from "@/lib/fleet/releases/preview-schema"

interface ReviewStepProps {
  kind: "INSTALL" | "UPGRADE"
  preview: Preview
  error: unknown
  isApplying: boolean
  onGo: () => void
  /** The release or the chart has changed since the preview, so it must be previewed again. */
  onPreviewAgain: () => void
  previewing: boolean
  /** Previews again, taking ownership of fields changed outside Slipway; absent where that is not possible. */
  onOverwrite?: () => void
  onBack: () => void
}

const labels = {
  INSTALL: { title: "Install preview", go: "Install" },
  UPGRADE: { title: "Upgrade preview", go: "Upgrade" },
}

export default function ReviewStep({ kind, preview, error, isApplying, ...handlers }: ReviewStepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section aria-label={labels[kind].title} className="flex max-w-5xl flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-medium outline-none">
        {labels[kind].title}
      </h2>
      <FormError error={error} />
      <PreviewView preview={preview} />
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-canvas py-3">
        <Button icon={<ArrowLeft size={13} />} onClick={handlers.onBack}>
          Back to form
        </Button>
        {isOutdated(error) ? (
          <Button variant="primary" loading={handlers.previewing} onClick={handlers.onPreviewAgain}>
            Preview again
          </Button>
        ) : (
          <Button variant="primary" loading={isApplying} onClick={handlers.onGo}>
            {labels[kind].go}
          </Button>
        )}
        {handlers.onOverwrite && preview.problems.some(({ reason }) => reason === "CONFLICT") && (
          <Button loading={handlers.previewing} onClick={handlers.onOverwrite}>
            Preview with overwrite
          </Button>
        )}
        <p className="text-xs text-muted">The operation runs in the background; you can leave this page.</p>
      </div>
    </section>
  )
}
