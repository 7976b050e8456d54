import { useSyncExternalStore } from 'react'
import { boardTexts } from '../ui/board-texts.ts'
import { Icon } from '../ui/icons.tsx'
import styles from './board-head.module.css'

/** Enters and leaves full screen; absent if the browser has none, as on an iPhone. */
export function FullScreenButton() {
  const isFull = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null)
  if (!document.fullscreenEnabled) return null
  const label = isFull ? boardTexts.leaveFullScreen : boardTexts.fullScreen
  return (
    <button type="button" className={styles.control} aria-label={label} title={label} onClick={toggle}>
      <Icon name="expand" size={24} />
    </button>
  )
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => document.removeEventListener('fullscreenchange', listener)
}

function toggle(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen()
  change.catch((error: unknown) => console.warn('Full screen was not allowed', error))
}
