import { useEffect, useRef, useSyncExternalStore } from 'react'
import { browserStorage } from '../../store/storage.ts'

const key = 'souk.seller.chime'
const storage = browserStorage()
const listeners = new Set<() => void>()

/** Whether the sound is on; kept in this browser. */
export const chime = {
  isOn: (): boolean => storage.read(key) === 'on',
  set(on: boolean): void {
    if (on) storage.write(key, 'on')
    else storage.remove(key)
    for (const listener of listeners) listener()
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

export const useChimeIsOn = (): boolean => useSyncExternalStore(chime.subscribe, chime.isOn)

/** Two soft notes, synthesized, so that there is no file to load. */
export function ring(): void {
  const audio = new AudioContext()
  for (const [index, frequency] of [660, 880].entries()) {
    const start = audio.currentTime + index * 0.16
    const tone = audio.createOscillator()
    const loudness = audio.createGain()
    tone.frequency.value = frequency
    loudness.gain.setValueAtTime(0.15, start)
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.5)
    tone.connect(loudness).connect(audio.destination)
    tone.start(start)
    tone.stop(start + 0.5)
  }
  setTimeout(() => void audio.close(), 1_500)
}

/** Rings when `count` grows and the sound is on. */
export function useChime(count: number): void {
  const before = useRef(count)
  useEffect(() => {
    if (count > before.current && chime.isOn()) ring()
    before.current = count
  }, [count])
}
