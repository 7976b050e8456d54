import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useBrand, useClient, useConnection } from '../store/hooks.ts'
import { announce } from '../ui/announcements.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { locale } from '../ui/language.ts'
import type { Tone } from '../ui/status-label.tsx'
import styles from './board-head.module.css'
import { type BoardState, boardState } from './board-state.ts'
import type { Rotation } from './use-rotation.ts'

export interface BoardHeadProps {
  title: ReactNode
  rotation: Rotation
  pages: number
}

/** The market's name, how far the board can be trusted, its controls, and the clock. */
export const BoardHead = ({ title, rotation, pages }: BoardHeadProps) => (
  <header className={styles.head}>
    <Logo />
    <h1 className={styles.title}>{title}</h1>
    <Trust />
    <div className={styles.controls}>
      {pages > 1 && <Turning rotation={rotation} pages={pages} />}
      <FullScreenButton />
    </div>
    <Clock />
  </header>
)

/** The market's name stands beside it. */
function Logo() {
  const logo = useBrand()?.logo
  return logo ? <img className={styles.logo} src={`/images/${logo}`} alt="" /> : null
}

const looks: Record<BoardState, { tone: Tone; icon: IconName }> = {
  live: { tone: 'ok', icon: 'check' },
  connecting: { tone: 'warn', icon: 'refresh' },
  reconnecting: { tone: 'warn', icon: 'refresh' },
  stale: { tone: 'bad', icon: 'offline' },
}

/** LIVE, RECONNECTING or STALE, and the age of the last message. Screen readers announce changes, not every second. */
function Trust() {
  const { store } = useClient()
  const now = useNow()
  const receivedAt = store.receivedAt()
  const ageMs = receivedAt === null ? null : Math.max(0, now - receivedAt)
  const state = boardState(useConnection(), ageMs)
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state) announce(boardTexts.said[state])
    before.current = state
  }, [state])
  return (
    <p className={styles.trust}>
      <span className={styles.state} data-tone={looks[state].tone}>
        <Icon name={looks[state].icon} size="1.2em" />
        {boardTexts.state[state]}
      </span>
      <span className={styles.age}>{ageMs !== null && boardTexts.age(Math.floor(ageMs / 1_000))}</span>
    </p>
  )
}

function Turning({ rotation: { page, turning, turn, toggle }, pages }: Omit<BoardHeadProps, 'title'>) {
  return (
    <>
      <Control label={boardTexts.previous} icon="chevron-left" onPress={() => turn(-1)} />
      <span className={styles.page}>{boardTexts.page(page + 1, pages)}</span>
      <Control label={boardTexts.next} icon="chevron-right" onPress={() => turn(1)} />
      <Control
        label={turning ? boardTexts.pause : boardTexts.resume}
        icon={turning ? 'pause' : 'play'}
        onPress={toggle}
      />
    </>
  )
}

/** Enters and leaves full screen; absent if the browser has none, as on an iPhone. */
function FullScreenButton() {
  const isFull = useSyncExternalStore(onFullScreen, () => document.fullscreenElement !== null)
  if (!document.fullscreenEnabled) return null
  const label = isFull ? boardTexts.leaveFullScreen : boardTexts.fullScreen
  return <Control label={label} icon="expand" onPress={toggleFullScreen} />
}

function onFullScreen(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => document.removeEventListener('fullscreenchange', listener)
}

function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen()
  change.catch((error: unknown) => console.warn('Full screen was not allowed', error))
}

interface ControlProps {
  label: string
  icon: IconName
  onPress: () => void
}

const Control = ({ label, icon, onPress }: ControlProps) => (
  <button type="button" className={styles.control} aria-label={label} title={label} onClick={onPress}>
    <Icon name={icon} size="55%" />
  </button>
)

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function Clock() {
  const now = useNow()
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString().slice(0, 16)}>
      {clock.format(now)}
    </time>
  )
}

/** This machine's time, updated every second. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
