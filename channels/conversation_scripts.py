"""Changes of a conversation that must be one step in Redis, as Lua."""

# Keys: pointer to the running conversation, fields of the fresh one.
# Arguments: fresh id, idle seconds, seconds to keep, customer, channel, time.
OPEN = """
local known = redis.call('getex', KEYS[1], 'EX', ARGV[2])
if known then return known end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('hset', KEYS[2], 'customer_id', ARGV[4], 'channel', ARGV[5], 'owner', 'bot', 'opened_at', ARGV[6])
redis.call('expire', KEYS[2], ARGV[3])
return ARGV[1]
"""

# Keys: transcript, fields, index of live ones, what was said once.
# Arguments: wanted owner, fence, entry, time, gist, time as a number, conversation, seconds to keep,
# name of this saying. Empty ones do not apply. Leaves the line's place in `id`.
_LINE = """
if ARGV[9] ~= '' then
  local known = redis.call('hget', KEYS[4], ARGV[9])
  if known then return known end
end
if ARGV[1] ~= '' and redis.call('hget', KEYS[2], 'owner') ~= ARGV[1] then return 'owner' end
if ARGV[2] ~= '' then
  local newest = redis.call('hget', KEYS[2], 'fence')
  if newest and tonumber(newest) > tonumber(ARGV[2]) then return 'fence' end
  redis.call('hset', KEYS[2], 'fence', ARGV[2])
end
local id = redis.call('xadd', KEYS[1], 'maxlen', '~', '2000', '*', 'entry', ARGV[3])
redis.call('hset', KEYS[2], 'last_at', ARGV[4], 'last_text', ARGV[5])
redis.call('zadd', KEYS[3], ARGV[6], ARGV[7])
redis.call('zremrangebyscore', KEYS[3], '-inf', ARGV[6] - ARGV[8])
redis.call('expire', KEYS[1], ARGV[8])
redis.call('expire', KEYS[2], ARGV[8])
if ARGV[9] ~= '' then
  redis.call('hset', KEYS[4], ARGV[9], id)
  redis.call('expire', KEYS[4], ARGV[8])
end
"""
APPEND = f"{_LINE}return id"

# The same keys and arguments first; then
# keys: result of the message, running dialogue, the customer's lock, event stream, a mark for each event;
# arguments: result, dialogue, seconds to remember both, the lock's token, seconds to remember events, events.
ANSWER = f"""{_LINE}
redis.call('set', KEYS[5], ARGV[10], 'EX', ARGV[12])
if ARGV[11] ~= '' then redis.call('set', KEYS[6], ARGV[11], 'EX', ARGV[12]) end
for place = 15, #ARGV do
  if redis.call('set', KEYS[place - 6], '1', 'NX', 'EX', ARGV[14]) then
    redis.call('xadd', KEYS[8], '*', 'event', ARGV[place])
  end
end
if redis.call('get', KEYS[7]) == ARGV[13] then redis.call('del', KEYS[7]) end
return id
"""

# Keys: fields, queue of those who wait. Arguments: conversation, place in the queue, then names and values of
# fields. 2 = waits now, 1 = waited already, 0 = an agent has it.
JOIN = """
if redis.call('hget', KEYS[1], 'owner') ~= 'bot' then return 0 end
if redis.call('hexists', KEYS[1], 'waiting_since') == 1 then return 1 end
redis.call('hset', KEYS[1], unpack(ARGV, 3))
redis.call('zadd', KEYS[2], ARGV[2], ARGV[1])
return 2
"""

# Keys: fields, queue. Argument: conversation. 1 = waited until now.
LEAVE = """
redis.call('zrem', KEYS[2], ARGV[1])
redis.call('hdel', KEYS[1], 'handoff_reason', 'handoff_summary', 'told_ahead')
return redis.call('hdel', KEYS[1], 'waiting_since')
"""

# Keys: fields, queue. Arguments: agent, conversation, time.
# 1 = taken now, 2 = was theirs already, 0 = another's, or no conversation.
CLAIM = """
if redis.call('exists', KEYS[1]) == 0 then return 0 end
if redis.call('hget', KEYS[1], 'owner') == 'agent' then
  if redis.call('hget', KEYS[1], 'agent') == ARGV[1] then return 2 end
  return 0
end
redis.call('hset', KEYS[1], 'owner', 'agent', 'agent', ARGV[1], 'accepted_at', ARGV[3])
redis.call('hdel', KEYS[1], 'waiting_since', 'told_ahead')
redis.call('zrem', KEYS[2], ARGV[2])
return 1
"""

# Key: fields. Argument: agent. 1 = given back, 0 = it was not theirs.
RELEASE = """
if redis.call('hget', KEYS[1], 'owner') ~= 'agent' then return 0 end
if redis.call('hget', KEYS[1], 'agent') ~= ARGV[1] then return 0 end
redis.call('hset', KEYS[1], 'owner', 'bot')
redis.call('hdel', KEYS[1], 'agent', 'accepted_at', 'handoff_reason', 'handoff_summary', 'mood', 'angry',
  'misunderstood', 'offered', 'need')
return 1
"""
