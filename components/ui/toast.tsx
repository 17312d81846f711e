"use client"

import type { ReactNode } from "react"

// The toaster is 10 kB that most visits never need: it comes with the first toast.
const load = () => import("sonner")

let asked = false
const listeners = new Set<() => void>()

/** Whether there was any toast yet. */
export function isToastAsked(): boolean {
  return asked
}

/** Calls `listener` at the first toast. Answers how to stop listening. */
export function onToastAsked(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function ask() {
  asked = true
  for (const listener of listeners) listener()
  return load()
}

export interface ToastOptions {
  description?: ReactNode
  action?: { label: string; onClick: () => void }
}

/** A short message that goes away by itself. */
export function showToast(message: string, options?: ToastOptions): void {
  void ask().then(({ toast }) => toast(message, options))
}

/** A failure; stays until it is closed. */
export function showErrorToast(message: string, options?: ToastOptions): void {
  void ask().then(({ toast }) =>
    toast.error(message, { ...options, duration: Number.POSITIVE_INFINITY, closeButton: true }),
  )
}
