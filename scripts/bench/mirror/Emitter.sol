// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";

/**
 * Stands in the place of Genealogy and VolumeLedger on a bench's chain and emits their events, as many as asked, with gapless numbers: real
 * joins and orders would take hours to make in such numbers. The node cannot tell the difference, and neither can the indexer.
 */
contract Emitter {
    uint64 public lastSeq;
    uint64 private _count;

    /// Goes on from the events that the real contract had emitted.
    function begin(uint64 seq, uint64 count) external {
        (lastSeq, _count) = (seq, count);
    }

    function join(uint256 howMany) external {
        (uint64 seq, uint64 member) = (lastSeq, _count);
        for (uint256 i = 0; i < howMany; ++i) {
            (seq, member) = (seq + 1, member + 1);
            bytes32 noise = keccak256(abi.encode(member));
            uint32 sponsor = uint32(1 + (uint256(noise) % (member - 1)));
            address wallet = address(uint160(uint256(noise)));
            emit IGenealogy.MemberRegistered(seq, uint32(member), sponsor, 0, 0, wallet, noise);
        }
        (lastSeq, _count) = (seq, member);
    }

    function order(uint256 howMany, uint32 members) external {
        (uint64 seq, uint64 entry) = (lastSeq, _count);
        for (uint256 i = 0; i < howMany; ++i) {
            bytes32 noise = keccak256(abi.encode(seq));
            uint32 member = uint32(1 + (uint256(noise) % members));
            bytes memory packed = abi.encodePacked(uint8(1), member, uint32(700), uint40(7e6), uint48(1 + entry));
            seq += 1;
            emit IVolumeLedger.VolumesRecorded(seq, 0, entry, 1, noise, noise, packed);
            entry += 1;
        }
        (lastSeq, _count) = (seq, entry);
    }
}
