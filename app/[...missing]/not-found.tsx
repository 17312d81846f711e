export { default, metadata } from "@/app/(console)/not-found"
