import { describe, expect, it } from 'vitest';
import { loadFlow, saveFlow } from '../../wallet/flow-storage.ts';
import { joinFlow, joinStepOf, newJoinFlow, type JoinFlow } from './flow.ts';

const signed: JoinFlow['signed'] = {
  consent: {
    sponsorId: 7,
    parentId: 0,
    leg: 0,
    wallet: `0x${'11'.repeat(20)}`,
    termsHash: `0x${'22'.repeat(32)}`,
    nonce: '5',
    deadline: 1_800_000_000,
  },
  signature: `0x${'33'.repeat(65)}`,
};

function memoryStorage(): Storage {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
    key: () => null,
    length: 0,
  };
}

describe('joining step by step', () => {
  it('never reaches signing before the sponsor was confirmed', () => {
    expect(joinStepOf(newJoinFlow, true)).toBe('sponsor');
    expect(joinStepOf({ ...newJoinFlow, confirmed: true }, false)).toBe('person');
    expect(joinStepOf({ ...newJoinFlow, confirmed: true }, true)).toBe('sign');
  });

  it('goes on where it was after a reload', () => {
    const storage = memoryStorage();
    saveFlow('join:abc', { ...newJoinFlow, confirmed: true, name: 'Анна', signed }, storage);
    const loaded = loadFlow('join:abc', joinFlow, storage);
    expect(loaded).not.toBeNull();
    expect(joinStepOf(loaded ?? newJoinFlow, false)).toBe('sending');
    expect(joinStepOf({ ...newJoinFlow, signed, operationId: crypto.randomUUID() }, false)).toBe('following');
  });

  it('starts anew on what another version of the page has left', () => {
    const storage = memoryStorage();
    saveFlow('join:abc', { step: 3 }, storage);
    expect(loadFlow('join:abc', joinFlow, storage)).toBeNull();
    storage.setItem('upline.flow.join:abc', '{broken');
    expect(loadFlow('join:abc', joinFlow, storage)).toBeNull();
  });
});
