import { Toaster as Sonner } from "sonner"

const classNames = {
  toast:
    "font-sans flex w-full items-center gap-2 rounded-md border border-line-strong/60 bg-surface px-3 py-2 text-sm text-text",
  title: "font-sans font-medium",
  description: "font-sans text-xs text-muted",
  actionButton: "ml-auto rounded-sm border border-line px-2 py-0.5 text-xs hover:bg-raised",
  closeButton:
    "order-last ml-auto flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text",
  error: "border-failed/50!",
}

export default function Toaster() {
  return (
    <Sonner
      className="font-sans"
      position="bottom-right"
      offset={16}
      gap={8}
      toastOptions={{ unstyled: true, classNames }}
    />
  )
}
