"use client"

import { Toaster as Sonner } from "sonner"

const classNames = {
  toast:
    "flex w-full items-center gap-2 rounded-md border border-line-strong/60 bg-surface px-3 py-2 text-sm text-text",
  title: "font-medium",
  description: "text-xs text-muted",
  actionButton: "ml-auto rounded-sm border border-line px-2 py-0.5 text-xs hover:bg-raised",
  closeButton: "order-last ml-auto text-muted",
  error: "border-failed/50!",
}

export function Toaster() {
  return <Sonner position="bottom-right" offset={16} gap={8} toastOptions={{ unstyled: true, classNames }} />
}
