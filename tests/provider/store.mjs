// What the provider remembers, in memory: each issuer has a store of its own, and keeps it when its keys change.
const spent = () => Math.floor(Date.now() / 1000);

export function storeOf() {
  const kept = new Map();

  return class Store {
    constructor(model) {
      this.model = model;
    }

    key(id) {
      return `${this.model}:${id}`;
    }

    async upsert(id, payload, seconds) {
      kept.set(this.key(id), { payload, until: seconds ? Date.now() + seconds * 1000 : Infinity });
    }

    async find(id) {
      const found = kept.get(this.key(id));
      return found && found.until > Date.now() ? found.payload : undefined;
    }

    async findByUid(uid) {
      return this.first((payload) => payload.uid === uid);
    }

    async findByUserCode(code) {
      return this.first((payload) => payload.userCode === code);
    }

    first(holds) {
      for (const [key, { payload }] of kept) if (key.startsWith(`${this.model}:`) && holds(payload)) return payload;
      return undefined;
    }

    async consume(id) {
      kept.get(this.key(id)).payload.consumed = spent();
    }

    async destroy(id) {
      kept.delete(this.key(id));
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    }
  };
}
