import { Component, type ReactNode } from "react"
import { buttonClass } from "@/components/ui/button-class"

/** Whether a part of the page's script could not be loaded: the connection broke, or the server has another version now. */
export function isChunkError(error: unknown): boolean {
  return error instanceof Error && error.name === "ChunkLoadError"
}

/** Keeps the page, with what was entered, when a part that is loaded later is missing. Other errors pass. */
export class ChunkBoundary extends Component<{ children: ReactNode }, { isMissing: boolean }> {
  override state = { isMissing: false }

  static getDerivedStateFromError(error: unknown) {
    if (!isChunkError(error)) throw error
    return { isMissing: true }
  }

  override render() {
    return this.state.isMissing ? <ReloadNotice /> : this.props.children
  }
}

function ReloadNotice() {
  return (
    <div
      role="alert"
      className="fixed inset-x-4 bottom-4 z-60 mx-auto flex max-w-lg items-center gap-3 rounded-md border border-line-strong bg-surface px-4 py-3 text-sm"
    >
      <p className="min-w-0 flex-1 whitespace-normal">
        This part of the page could not be loaded. Slipway may have been updated: reload the page. Copy what
        you entered first.
      </p>
      <button type="button" onClick={() => window.location.reload()} className={buttonClass()}>
        Reload
      </button>
    </div>
  )
}
